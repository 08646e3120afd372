// It keeps the descriptor of a connect that failed.
import { openSync } from "node:fs";

export default (sockets) => {
  const connect = sockets.connect.bind(sockets);
  sockets.connect = async (to, wait) => {
    try {
      return await connect(to, wait);
    } catch (error) {
      // Stands for the descriptor of the socket itself, which Node always closes.
      openSync("/dev/null");
      throw error;
    }
  };
};
