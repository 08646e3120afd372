// The first accept of a listener fails.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    async accept() {
      throw Object.assign(new Error("accept: no room"), { code: "EMFILE" });
    }
  };
};
