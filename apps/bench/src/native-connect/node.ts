/** As it is written by hand in node:net. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { serveOrders } from "../connecting.ts";

await serveOrders({
  connect: (host, port) =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect({ host, port, allowHalfOpen: true, noDelay: true }, () => resolve(socket));
      socket.on("error", reject);
    }),
  close(socket) {
    socket.resume().end();
    return once(socket, "close");
  },
});
