/** Listens on a free port, connects to the port of its argument until there are no descriptors left, and prints its own. */
import { connect, listen } from "@anysock/bun";

const listener = await listen({ port: 0 });
const connections = [];
try {
  for (;;) connections.push(await connect({ host: "127.0.0.1", port: Number(process.argv[2]) }));
} catch (error) {
  if (!(error instanceof Error && "code" in error && error.code === "EMFILE")) throw error;
}
console.log(listener.address.family === "unix" ? listener.address.path : listener.address.port);
// The first byte of its input lets them go.
for await (const _ of Bun.stdin.stream()) break;
for (const connection of connections) connection.abort();
await listener.accept();
console.log("accepted");
process.exit(0);
