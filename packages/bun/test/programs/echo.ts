/** Echoes on a free port, which it prints. */
import { listen, serve } from "@anysock/bun";

const listener = await listen({ port: 0 });
serve(listener, async (connection) => {
  for await (const chunk of connection) await connection.write(chunk);
});
console.log(listener.address.family === "unix" ? listener.address.path : listener.address.port);
