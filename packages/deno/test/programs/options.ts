/** Tells what is supported under the permissions that it has been given, and what comes of the rest. */
import {
  bind,
  type Connection,
  connect,
  type DatagramSocket,
  type Listener,
  listen,
  type MembershipOptions,
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

async function joined(options: MembershipOptions): Promise<DatagramSocket> {
  const socket = await bind({ host: "0.0.0.0", port: 0 });
  try {
    await socket.join("232.1.2.3", options);
    return socket;
  } catch (error) {
    await socket.close();
    throw error;
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
      connectedPort: await outcomeOf(bind({ port: 0 }, { reusePort: true, remote: { host: "127.0.0.1", port: 9 } })),
      broadcast: await outcomeOf(bind({ port: 0 }, { broadcast: false })),
      multicastTtl: await outcomeOf(bind({ port: 0 }, { multicastTtl: 3 })),
      multicastLoopback: await outcomeOf(bind({ port: 0 }, { multicastLoopback: false })),
      multicastInterface: await outcomeOf(bind({ port: 0 }, { multicastInterface: "lo" })),
      interface: await outcomeOf(joined({ interface: "lo" })),
      source: await outcomeOf(joined({ source: "127.0.0.1" })),
    },
  }),
);
Deno.exit();
