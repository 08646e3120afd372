// It waits for bytes for ever, whatever timeout a read is given.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    read(into, { signal }) {
      return super.read(into, { signal });
    }
  };
};
