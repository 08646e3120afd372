/** Tells what is supported under the permissions that it has been given, and what comes of the rest. */
import {
  bind,
  type Connection,
  connect,
  type DatagramSocket,
  type Listener,
  listen,
  SocketError,
  supports,
} from "@anysock/deno";

async function outcomeOf(attempt: Promise<Connection | Listener | DatagramSocket>): Promise<string> {
  try {
    const opened = await attempt;
    if ("abort" in opened) opened.abort();
    else await opened.close();
    return "effect";
  } catch (error) {
    return error instanceof SocketError ? error.message : String(error);
  }
}

const listener = await listen({ port: 0 });
const path = `${Deno.args[0]}/socket`;
console.log(
  JSON.stringify({
    supports: [...supports],
    outcomes: {
      local: await outcomeOf(connect(listener.address, { local: { port: 0 }, timeout: 1000 })),
      keepAliveIdle: await outcomeOf(connect(listener.address, { keepAlive: 60_000 })),
      ipv6Only: await outcomeOf(listen({ host: "::", port: 0 }, { ipv6Only: true })),
      mode: await outcomeOf(listen({ path }, { mode: 0o600 })),
      backlog: await outcomeOf(listen({ path }, { backlog: 5 })),
      reusePort: await outcomeOf(listen({ port: 0 }, { reusePort: true })),
    },
    ofDatagrams: {
      ipv6Only: await outcomeOf(bind({ host: "::", port: 0 }, { ipv6Only: true })),
      reusePort: await outcomeOf(bind({ port: 0 }, { reusePort: true })),
      multicastTtl: await outcomeOf(bind({ port: 0 }, { multicastTtl: 3 })),
    },
  }),
);
Deno.exit();
