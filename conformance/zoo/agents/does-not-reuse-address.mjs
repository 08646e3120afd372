// It cannot listen again at once on an address that had connections, as without SO_REUSEADDR.
export default (sockets) => {
  const used = new Set();
  sockets.Listener = class extends sockets.Listener {
    hand(connection) {
      used.add(this.address);
      super.hand(connection);
    }
  };
  const listen = sockets.listen.bind(sockets);
  sockets.listen = async (at, options) => {
    // Node always sets the option, so the refusal of the system is played.
    if (at.startsWith("tcp:") && used.has(at)) throw Object.assign(new Error("in use"), { code: "EADDRINUSE" });
    return await listen(at, options);
  };
};
