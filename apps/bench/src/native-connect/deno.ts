/** As it is written by hand for Deno.connect. */
import { serveOrders } from "../connecting.ts";

const memory = new Uint8Array(1);

await serveOrders({
  async connect(hostname, port) {
    const connection = await Deno.connect({ hostname, port });
    connection.setNoDelay(true);
    return connection;
  },
  async close(connection) {
    await connection.closeWrite();
    await connection.read(memory);
    connection.close();
  },
});
