// It is the trusted agent, and nothing is wrong with it.
export default () => {};
