/** What this process can do with datagrams, by its flags. */
import { bind, SocketError, supports } from "@anysock/deno";

async function told(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch((error: unknown) => {
    console.log(error instanceof SocketError ? `${error.operation} ${error.code} ${error.message}` : error);
  });
}

console.log(
  [...supports]
    .filter((capability) => capability.startsWith("udp"))
    .sort()
    .join(" "),
);
await told(
  (async () => {
    const socket = await bind({ port: 0 });
    await socket.send(new TextEncoder().encode("hello"), socket.local);
    const into = new Uint8Array(5);
    await socket.receive(into);
    console.log(`received ${new TextDecoder().decode(into)}`);
    await told(socket.set({ multicastTtl: 3 }));
    await told(socket.join("239.1.2.3", { interface: "lo" }));
    await socket.close();
  })(),
);
// A look-up that nobody waits for would end the process.
if (!supports.has("udp")) await told(bind({ host: "nosuch.invalid", port: 0 }));
