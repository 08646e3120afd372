// An abort never returns: the event loop stands still.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    abort() {
      for (;;);
    }
  };
};
