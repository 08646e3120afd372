/** What is reported where Deno's own sockets are not permitted whose places are needed: `own-sockets.ts PORT PATH`. */
import { bind, connect, listen, SocketError } from "@anysock/deno";

const [port = "", path = ""] = Deno.args;

async function told(attempt: Promise<{ close(): Promise<unknown> }>): Promise<void> {
  try {
    await (await attempt).close();
    console.log("effect");
  } catch (error) {
    if (error instanceof SocketError) console.log(error.operation, error.code, error.message);
    else console.log(error);
  }
}

await told(connect({ port: Number(port), host: "127.0.0.1" }, { local: { port: 0 } }));
await told(listen({ port: 0, host: "127.0.0.1" }, { trafficClass: 8 }));
await told(listen({ path }, { mode: 0o600 }));
// Where more than the loopback's own address is permitted.
await told(listen({ port: 0, host: "0.0.0.0" }, { sendBuffer: 50_000 }));
await told(bind({ port: 0, host: "0.0.0.0" }, { reusePort: true }));
await told(connect({ port: Number(port), host: "127.0.0.2" }, { local: { port: 0 } }));
