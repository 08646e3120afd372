// It listens on the lower 16 bits of a port, and on what stands before a path's NUL.
import { wrapped } from "../wrapped-address.mjs";

export default (sockets) => {
  const { listen } = sockets;
  sockets.listen = (at, options) => listen.call(sockets, wrapped(at), options);
};
