/** An echo server that prints its port, and, at the end of its input, what it has become. */
import { listen, pipe, serve } from "@anysock/deno";

const listener = await listen({ port: 0 }, { pending: 8 });
const server = serve(listener, async (connection) => {
  await pipe(connection, connection);
});
if ("port" in listener.address) console.log(listener.address.port);
for await (const _ of Deno.stdin.readable) console.log(Math.round(Deno.memoryUsage().rss / 1024), server.active);
Deno.exit(0);
