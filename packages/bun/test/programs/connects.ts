/** Listens on a free port, prints it, and connects to the port of its argument, or binds where that is 0, until no descriptor is left. */
import { bind, connect, listen } from "@anysock/bun";

const listener = await listen({ port: 0 });
const port = Number(process.argv[2]);
const releases: (() => unknown)[] = [];
async function take(): Promise<() => unknown> {
  if (port === 0) {
    const socket = await bind({ port: 0 });
    return () => socket.close();
  }
  const connection = await connect({ host: "127.0.0.1", port });
  return () => connection.abort();
}
try {
  for (;;) releases.push(await take());
} catch (error) {
  if (!(error instanceof Error && "code" in error && error.code === "EMFILE")) throw error;
}
console.log(listener.address.family === "unix" ? listener.address.path : listener.address.port);
// The first byte of its input lets them go.
for await (const _ of Bun.stdin.stream()) break;
for (const release of releases) release();
await listener.accept();
console.log("accepted");
process.exit(0);
