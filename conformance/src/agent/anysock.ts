import { type StreamService, streamServices } from "@anysock/services";
import {
  type Connection,
  connect,
  formatAddress,
  type Listener,
  listen,
  parseEndpoint,
  runtime,
  serve,
  supports,
} from "anysock";
import { runAgent } from "./program.ts";
import { type AgentConnection, AgentFailure, type AgentListener, type AgentSockets } from "./sockets.ts";

const services: Readonly<Record<string, StreamService>> = streamServices;

/** The connection as it is, except for what the agent protocol words differently. */
function agentConnection(connection: Connection): AgentConnection {
  return {
    local: formatAddress(connection.local),
    remote: formatAddress(connection.remote),
    read: (into, wait) => connection.read(into, wait),
    write: (data, wait) => connection.write(data, wait),
    writePieces: (pieces, wait) => connection.write(pieces, wait),
    closeWrite: () => connection.closeWrite(),
    close: (timeout) => connection.close({ timeout }),
    drop: async () => {
      await connection.close({ timeout: 0 });
    },
    abort: () => connection.abort(),
    closed: connection.closed.then((error) => error?.code ?? null),
  };
}

class AnysockListener implements AgentListener {
  readonly address: string;
  readonly listener: Listener;

  constructor(listener: Listener) {
    this.listener = listener;
    this.address = formatAddress(listener.address);
  }

  async accept(wait: { signal?: AbortSignal; timeout?: number }): Promise<AgentConnection> {
    return agentConnection(await this.listener.accept(wait));
  }

  close(): Promise<void> {
    return this.listener.close();
  }
}

const sockets: AgentSockets = {
  runtime,
  capabilities: {
    transports: ["tcp4", ...(supports.has("ipv6") ? ["tcp6"] : []), ...(supports.has("unix") ? ["unix"] : [])],
    services: Object.keys(services),
    capabilities: [...supports],
  },
  connect: async (to, wait) => agentConnection(await connect(parseEndpoint(to).endpoint, wait)),
  listen: async (at, options) => new AnysockListener(await listen(parseEndpoint(at).endpoint, options)),
  serve: (listener, name) => {
    const service = services[name];
    if (service === undefined) throw new AgentFailure("ENOTSUP", `this agent has no service ${name}`);
    if (listener instanceof AnysockListener) serve(listener.listener, service.serve);
  },
};

runAgent(sockets);
