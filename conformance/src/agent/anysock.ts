import process from "node:process";
import { parseArgs } from "node:util";
import {
  type Connection,
  type DatagramSocket,
  formatAddress,
  type Listener,
  parseEndpoint,
  serve,
  serveDatagrams,
} from "@anysock/core";
import { type DatagramService, datagramServices, type StreamService, streamServices } from "@anysock/services";
import { socketsOf } from "./adapter.ts";
import { runAgent } from "./program.ts";
import {
  type AgentConnection,
  type AgentDatagramSocket,
  AgentFailure,
  type AgentListener,
  type AgentSockets,
  type AgentWait,
} from "./sockets.ts";

const { values } = parseArgs({ args: process.argv.slice(2), options: { adapter: { type: "string" } } });
const { bind, connect, listen, runtime, supports } = await socketsOf(values.adapter);

const services: Readonly<Record<string, StreamService>> = streamServices;
const datagrams: Readonly<Record<string, DatagramService>> = datagramServices;

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

class AnysockDatagramSocket implements AgentDatagramSocket {
  readonly socket: DatagramSocket;
  readonly local: string;

  constructor(socket: DatagramSocket) {
    this.socket = socket;
    this.local = formatAddress(socket.local, "udp");
  }

  get dropped(): number {
    return this.socket.dropped;
  }

  send(data: Uint8Array, to: string | undefined, wait: AgentWait): Promise<void> {
    return this.socket.send(data, to === undefined ? undefined : parseEndpoint(to).endpoint, wait);
  }

  async receive(into: Uint8Array, wait: AgentWait): ReturnType<AgentDatagramSocket["receive"]> {
    const { from, ...received } = await this.socket.receive(into, wait);
    return { ...received, from: formatAddress(from, "udp") };
  }

  close(): Promise<void> {
    return this.socket.close();
  }
}

const transports = {
  tcp4: true,
  tcp6: supports.has("ipv6"),
  unix: supports.has("unix"),
  udp4: supports.has("udp"),
  udp6: supports.has("udp") && supports.has("ipv6"),
};

const sockets: AgentSockets = {
  runtime,
  capabilities: {
    transports: Object.entries(transports).flatMap(([name, isHere]) => (isHere ? [name] : [])),
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
  bind: async (at, remote, options) => {
    const peer = remote === undefined ? {} : { remote: parseEndpoint(remote).endpoint };
    return new AnysockDatagramSocket(await bind(parseEndpoint(at).endpoint, { ...options, ...peer }));
  },
  serveDatagrams: (socket, name) => {
    const service = datagrams[name];
    if (service === undefined) throw new AgentFailure("ENOTSUP", `this agent has no service ${name} over datagrams`);
    if (socket instanceof AnysockDatagramSocket) serveDatagrams(socket.socket, service.answer);
  },
};

runAgent(sockets);
