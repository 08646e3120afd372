// No datagram socket can be had.
export default (sockets) => {
  sockets.bind = async () => {
    throw Object.assign(new Error("bind: no such thing"), { code: "EIO" });
  };
};
