// It takes writes for ever though its peer has gone.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async write(data, wait) {
      await super.write(data, wait).catch(() => {});
    }
  };
};
