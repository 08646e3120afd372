// It reports a refused connection as a timeout.
export default (sockets) => {
  const connect = sockets.connect.bind(sockets);
  sockets.connect = async (to, wait) => {
    try {
      return await connect(to, wait);
    } catch (error) {
      if (error.code === "ECONNREFUSED" && to.startsWith("tcp:")) error.code = "ETIMEDOUT";
      throw error;
    }
  };
};
