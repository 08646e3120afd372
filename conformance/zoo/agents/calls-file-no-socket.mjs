// It has a code of its own for a path that is no socket.
import { existsSync, lstatSync } from "node:fs";

export default (sockets) => {
  const connect = sockets.connect.bind(sockets);
  sockets.connect = async (to, wait) => {
    try {
      return await connect(to, wait);
    } catch (error) {
      if (to.startsWith("unix:/") && existsSync(to.slice(5)) && lstatSync(to.slice(5)).isFile())
        error.code = "ENOTSOCK";
      throw error;
    }
  };
};
