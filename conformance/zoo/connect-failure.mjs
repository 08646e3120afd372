/** Spoils what the raw agent does with a connect that failed: `spoil` is given the error that it will throw, and the address. */
export function atConnectFailure(sockets, spoil) {
  const connect = sockets.connect.bind(sockets);
  sockets.connect = async (to, wait) => {
    try {
      return await connect(to, wait);
    } catch (error) {
      spoil(error, to);
      throw error;
    }
  };
}
