// It gives up a name when the first of its addresses refuses.
export default (sockets) => {
  const connect = sockets.connect.bind(sockets);
  sockets.connect = async (to, wait) => {
    // The system's resolver may know one address alone: the first is taken to be that of IPv6.
    return await connect(to.replace("//localhost:", "//[::1]:"), wait);
  };
};
