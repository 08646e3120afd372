// It removes a stale path that it could not connect to.
import { unlinkSync } from "node:fs";

export default (sockets) => {
  const connect = sockets.connect.bind(sockets);
  sockets.connect = async (to, wait) => {
    try {
      return await connect(to, wait);
    } catch (error) {
      if (error.code === "ECONNREFUSED" && to.startsWith("unix:/")) unlinkSync(to.slice(5));
      throw error;
    }
  };
};
