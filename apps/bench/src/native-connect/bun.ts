/** As it is written by hand for Bun.connect. */
import { serveOrders } from "../connecting.ts";

interface State {
  closed(): void;
}

await serveOrders({
  connect: (hostname, port) =>
    Bun.connect<State>({
      hostname,
      port,
      allowHalfOpen: true,
      data: { closed() {} },
      socket: {
        data() {},
        // A server that reset its connection.
        error() {},
        close: (socket) => socket.data.closed(),
      },
    }),
  close: (socket) =>
    new Promise<void>((resolve) => {
      socket.data.closed = resolve;
      socket.shutdown();
    }),
});
