// Every second connection fails, though somebody listens there.
export default (sockets) => {
  const { connect } = sockets;
  let count = 0;
  sockets.connect = async (...args) => {
    if (++count % 2 === 0) throw Object.assign(new Error("connect: refused"), { code: "ECONNREFUSED" });
    return connect.apply(sockets, args);
  };
};
