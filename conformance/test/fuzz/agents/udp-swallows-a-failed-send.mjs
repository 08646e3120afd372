// A send that the system refuses is told to be done.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async send(...args) {
      try {
        await super.send(...args);
      } catch (error) {
        if (error.code !== "EACCES") throw error;
      }
    }
  };
};
