// It keeps the descriptor of a connect that it gave up.
import { openSync } from "node:fs";

export default (sockets) => {
  const { connect } = sockets;
  sockets.connect = async (to, wait) => {
    try {
      return await connect.call(sockets, to, wait);
    } catch (error) {
      // Stands for the descriptor of the socket itself, which Node always closes.
      if (error.code === "ETIMEDOUT") openSync("/dev/null");
      throw error;
    }
  };
};
