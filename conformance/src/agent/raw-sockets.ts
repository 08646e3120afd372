import { once } from "node:events";
import net from "node:net";
import process from "node:process";
import type { AgentResults, WireBindOptions, WireListenOptions } from "./protocol.ts";
import { addressesOf, formatIp, formatPath, parseAddress } from "./raw-address.ts";
import { cancellable, RawConnection } from "./raw-connection.ts";
import { bindRaw, RawDatagramSocket } from "./raw-datagrams.ts";
import { RawListener } from "./raw-listener.ts";
import { type RawDatagramService, type RawService, rawDatagramServices, rawServices } from "./raw-services.ts";
import { RawUnixPath } from "./raw-unix-path.ts";
import {
  type AgentConnection,
  type AgentDatagramSocket,
  AgentFailure,
  type AgentSockets,
  type AgentWait,
  codeOf,
} from "./sockets.ts";

/** The trusted peer, over `node:net` alone. The fields are its parts: a wrong agent is made by replacing one of them. */
export class RawSockets implements AgentSockets {
  readonly runtime: AgentResults["hello"]["runtime"] = { name: "raw", version: process.version.slice(1) };
  readonly capabilities: AgentResults["capabilities"] = {
    transports: ["tcp4", "tcp6", "unix", "udp4", "udp6"],
    services: Object.keys(rawServices),
    // Not "read-after-reset": where a write meets the reset first, Node drops what it could still have read.
    capabilities: [
      "ipv6",
      "dual-stack",
      "unix",
      "unix:abstract",
      "tcp:reset",
      "reset-after-data",
      "udp",
      "udp:refused",
      "udp:ipv6Only",
      "option:backlog",
      "option:ipv6Only",
      "option:unlinkStale",
    ],
  };
  Connection: typeof RawConnection = RawConnection;
  Listener: typeof RawListener = RawListener;
  UnixPath: typeof RawUnixPath = RawUnixPath;
  DatagramSocket: typeof RawDatagramSocket = RawDatagramSocket;
  services: Record<string, RawService> = { ...rawServices };
  datagramServices: Record<string, RawDatagramService> = { ...rawDatagramServices };

  async connect(to: string, wait: AgentWait): Promise<AgentConnection> {
    const endpoint = parseAddress(to);
    if ("port" in endpoint && endpoint.port === 0) throw new AgentFailure("EINVAL", "port 0 cannot be connected to");
    const connection = new this.Connection({});
    const { socket } = connection;
    await cancellable<void>(wait, `connect ${to}`, (resolve, reject) => {
      socket.once("connect", () => resolve());
      socket.once("error", (error) => reject(new AgentFailure(codeOf(error), `connect ${to}: ${error.message}`)));
      if ("path" in endpoint) socket.connect({ path: endpoint.path });
      else socket.connect({ host: endpoint.host, port: endpoint.port });
      return () => socket.destroy();
    });
    socket.setNoDelay(true);
    if ("path" in endpoint) return Object.assign(connection, { local: "unix:", remote: to });
    const { local, remote } = addressesOf(socket);
    // Where the peer has reset it at once, the kernel no longer knows who that was.
    return Object.assign(connection, { local, remote: remote === "" ? to : remote });
  }

  async listen(at: string, options: WireListenOptions): Promise<RawListener> {
    const lacked = lackedOptions.find((option) => options[option] !== undefined);
    if (lacked !== undefined) throw new AgentFailure("ENOTSUP", `this agent has no ${lacked}`);
    const endpoint = parseAddress(at);
    const file = "path" in endpoint && !endpoint.path.startsWith("\0") ? new this.UnixPath(endpoint.path) : null;
    const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const where: net.ListenOptions =
      "path" in endpoint ? { path: file?.own ?? endpoint.path } : { host: endpoint.host, port: endpoint.port };
    if (options.backlog !== undefined) where.backlog = options.backlog;
    if (options.ipv6Only !== undefined) where.ipv6Only = options.ipv6Only;
    server.listen(where);
    await once(server, "listening");
    try {
      await file?.publish(options.unlinkStale ?? false);
    } catch (error) {
      server.close();
      throw error;
    }
    const listener = new this.Listener(server, addressOf(server, endpoint), this.Connection, options.pending);
    if (file !== null) listener.onClose = () => file.remove();
    return listener;
  }

  serve(listener: RawListener, name: string): void {
    const service = this.services[name];
    if (service === undefined) throw new AgentFailure("ENOTSUP", `this agent has no service ${name}`);
    const next = async (): Promise<void> => {
      for (;;) {
        const connection = await listener.accept({});
        // One connection's failure is its own: the peer's reset, for the most part.
        service(connection).catch(() => connection.abort());
      }
    };
    next().catch(() => {});
  }

  bind(at: string, remote: string | undefined, options: WireBindOptions): Promise<RawDatagramSocket> {
    return bindRaw(this.DatagramSocket, at, remote, options);
  }

  serveDatagrams(socket: AgentDatagramSocket, name: string): void {
    const service = this.datagramServices[name];
    if (service === undefined) throw new AgentFailure("ENOTSUP", `this agent has no service ${name} over datagrams`);
    const memory = new Uint8Array(65_535);
    const next = async (): Promise<void> => {
      for (;;) {
        const { length, from } = await socket.receive(memory, {});
        const answer = service(memory.slice(0, length));
        // A client that has gone is its own affair.
        if (answer !== null) await socket.send(answer, from, {}).catch(() => {});
      }
    };
    next().catch(() => {});
  }
}

/** What is not among its capabilities. */
const lackedOptions = ["reuseAddress", "receiveBuffer", "sendBuffer", "trafficClass", "mode"] as const;

function addressOf(server: net.Server, endpoint: ReturnType<typeof parseAddress>): string {
  if ("path" in endpoint) return formatPath(endpoint.path);
  const { address, port } = server.address() as net.AddressInfo;
  return formatIp(address, port);
}
