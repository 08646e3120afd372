// It reports a missing Unix path as a refusal.
export default (sockets) => {
  const connect = sockets.connect.bind(sockets);
  sockets.connect = async (to, wait) => {
    try {
      return await connect(to, wait);
    } catch (error) {
      if (error.code === "ENOENT") error.code = "ECONNREFUSED";
      throw error;
    }
  };
};
