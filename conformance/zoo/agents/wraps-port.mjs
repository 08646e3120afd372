// It connects to the lower 16 bits of a port, and to what stands before a path's NUL.
import { wrapped } from "../wrapped-address.mjs";

export default (sockets) => {
  const { connect } = sockets;
  sockets.connect = (to, wait) => connect.call(sockets, wrapped(to), wait);
};
