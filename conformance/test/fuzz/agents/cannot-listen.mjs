// Nobody can listen.
export default (sockets) => {
  sockets.listen = async () => {
    throw Object.assign(new Error("listen: in use"), { code: "EADDRINUSE" });
  };
};
