/** Echo (RFC 862) as it is written by hand for Deno.listen: reads and writes awaited, and every write finished. */
import { ready } from "../ready.ts";

async function echo(connection: Deno.Conn): Promise<void> {
  const memory = new Uint8Array(64 * 1024);
  try {
    for (let count = await connection.read(memory); count !== null; count = await connection.read(memory)) {
      for (let written = 0; written < count; ) written += await connection.write(memory.subarray(written, count));
    }
  } catch {
    // A connection that its client reset.
  }
  connection.close();
}

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
ready(listener.addr.port);
for (;;) {
  try {
    void echo(await listener.accept());
  } catch (error) {
    // A client that reset its connection before it was accepted (denoland/deno#8499) does not end the server.
    if (!(error instanceof Deno.errors.NotConnected)) throw error;
  }
}
