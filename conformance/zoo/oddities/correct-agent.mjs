// Nothing is wrong with it: the agent of which the wrong ones are made.
export default () => {};
