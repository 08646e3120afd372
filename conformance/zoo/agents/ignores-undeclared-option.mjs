// It declares that it cannot do a backlog, and ignores the one that it is given.
export default (sockets) => {
  const { listen } = sockets;
  const declared = sockets.capabilities.capabilities;
  declared.splice(declared.indexOf("option:backlog"), 1);
  sockets.listen = (at, { backlog: _ignored, ...options }) => listen.call(sockets, at, options);
};
