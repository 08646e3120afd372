import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";
import {
  type Address,
  type DatagramEvents,
  DONE,
  type DriverBindOptions,
  type DriverDatagramSetting,
  type DriverDatagramSocket,
  type DriverMembership,
  Failure,
  type IpDriverAddress,
  ipAddress,
  isMappedIpv4,
  isWildcard,
  LATER,
  type Later,
  NOBODY_RECEIVES,
  zoneFailure,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
import { interfacesFor, zoneFault } from "./interface.ts";

type Found = (error: null, address: string, family: number) => void;

/** Every host is a literal: Node's own look-up takes a turn of the loop for each datagram (nodejs/node#39468). */
function literal(host: string, options: unknown, found: Found): void {
  const tell = typeof options === "function" ? (options as Found) : found;
  tell(null, host, host.includes(":") ? 6 : 4);
}

export function bind(
  at: IpDriverAddress,
  options: DriverBindOptions,
  events: DatagramEvents,
): Promise<DriverDatagramSocket> {
  const fault = zoneFault(at.host) ?? zoneFault(options.remote?.host ?? "");
  if (fault !== undefined) return Promise.reject(fault);
  const socket = createSocket({
    type: at.family === "ipv6" ? "udp6" : "udp4",
    reuseAddr: options.reuseAddress,
    reusePort: options.reusePort,
    ipv6Only: options.ipv6Only,
    lookup: literal,
  });
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown): void => {
      socket.on("error", () => {});
      socket.close();
      reject(zoneFailure(at, failureOf(error)));
    };
    const opened = (): void => {
      socket.removeListener("error", refuse);
      resolve(new NodeDatagramSocket(socket, at, options, events));
    };
    socket.once("error", refuse);
    socket.bind({ address: at.host, port: at.port, exclusive: true }, () => {
      const { remote } = options;
      try {
        // Before connect(2), which refuses a broadcast address otherwise.
        if (options.broadcast) socket.setBroadcast(true);
      } catch (error) {
        refuse(failureOf(error));
        return;
      }
      if (remote === undefined) opened();
      // Its callback is given the failure that has no `error` event then.
      else socket.connect(remote.port, remote.host, (error?: Error) => (error ? refuse(error) : opened()));
    });
  });
}

class NodeDatagramSocket implements DriverDatagramSocket {
  readonly local: Address;
  readonly #socket: Socket;
  /** Of the peers that it can have: both on a dual-stack socket. */
  readonly #families: readonly ("ipv4" | "ipv6")[];
  readonly #family: "ipv4" | "ipv6";
  #events: DatagramEvents;

  constructor(socket: Socket, at: IpDriverAddress, { remote, ipv6Only }: DriverBindOptions, events: DatagramEvents) {
    this.#socket = socket;
    this.#family = at.family;
    this.#families = familiesOfPeers(remote ?? at, ipv6Only || remote !== undefined);
    this.#events = events;
    const { address, port } = socket.address();
    this.local = ipAddress(address, port, at);
    socket.on("message", remote === undefined ? this.#onMessage : this.#fromPeer(socket.remoteAddress()));
    // Of a connected socket: what ICMP said of an earlier datagram (ip(7), IP_RECVERR). Nothing else ends up here, and no error ends it.
    socket.on("error", (error) => this.#events.reported(failureOf(error)));
  }

  readonly #onMessage = (data: Uint8Array, { address, port }: RemoteInfo): void => {
    this.#events.received(data, address, port);
  };

  /** Between bind(2) and connect(2) the kernel takes datagrams from anybody, and they wait in its queue. */
  #fromPeer(peer: AddressInfo): (data: Uint8Array, from: RemoteInfo) => void {
    return (data, from) => {
      if (from.port === peer.port && from.address === peer.address) this.#onMessage(data, from);
    };
  }

  send(data: Uint8Array, to: IpDriverAddress | null): Later | Failure {
    const fault = to?.host.includes("%") ? zoneFault(to.host) : undefined;
    if (fault !== undefined) return fault;
    if (to === null) this.#socket.send(data, this.#onSent);
    else this.#socket.send(data, to.port, to.host, this.#onSent);
    return LATER;
  }

  readonly #onSent = (error: Error | null): void => {
    this.#events.sent(error === null ? DONE : failureOf(error));
  };

  async join(group: string, options: DriverMembership): Promise<void> {
    this.#attempt(() => {
      const by = this.#interface(options.interface);
      if (options.source === undefined) this.#socket.addMembership(group, by);
      else this.#socket.addSourceSpecificMembership(withZone(options.source), group, by);
    });
  }

  async leave(group: string, options: DriverMembership): Promise<void> {
    this.#attempt(() => {
      const by = this.#interface(options.interface);
      if (options.source === undefined) this.#socket.dropMembership(group, by);
      else this.#socket.dropSourceSpecificMembership(options.source, group, by);
    });
  }

  async set(options: DriverDatagramSetting): Promise<void> {
    const { broadcast, multicastTtl, multicastLoopback, multicastInterface } = options;
    this.#attempt(() => {
      // What can fail comes first: then nothing has been set.
      if (multicastTtl !== undefined && this.#reachesIpv4FromIpv6()) throw hopsFailure();
      const by = multicastInterface === undefined ? [] : interfacesFor(multicastInterface, this.#families);
      // Each sets what goes to groups of its own family, on a socket of IPv6 also that of IPv4 (libuv goes by the address).
      for (const one of by) this.#socket.setMulticastInterface(one);
      if (broadcast !== undefined) this.#socket.setBroadcast(broadcast);
      if (multicastTtl !== undefined) this.#socket.setMulticastTTL(multicastTtl);
      // Linux goes by the socket's family here, whatever the group's (sk_mc_loop).
      if (multicastLoopback !== undefined) this.#socket.setMulticastLoopback(multicastLoopback);
    });
  }

  #reachesIpv4FromIpv6(): boolean {
    return this.#family === "ipv6" && this.#families.includes("ipv4");
  }

  #interface(name: string | undefined): string | undefined {
    return name === undefined ? undefined : interfacesFor(name, [this.#family])[0];
  }

  #attempt(act: () => void): void {
    if (this.#events === NOBODY_RECEIVES) throw new Failure("ECLOSED");
    try {
      act();
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The descriptor is closed within the call; sends that it had queued are answered to nobody. */
  async close(): Promise<void> {
    this.#events = NOBODY_RECEIVES;
    this.#socket.close();
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }
}

/** @throws Failure `EINVAL` */
function withZone(source: string): string {
  const fault = zoneFault(source);
  if (fault !== undefined) throw fault;
  return source;
}

/** To whom a socket sends that has this peer, or with none is bound there: an IPv4-mapped address is of IPv4 (RFC 4291, 2.5.5.2). */
function familiesOfPeers(at: IpDriverAddress, ipv6Only: boolean): readonly ("ipv4" | "ipv6")[] {
  if (at.family === "ipv4" || isMappedIpv4(at)) return ["ipv4"];
  return isWildcard(at) && !ipv6Only ? ["ipv6", "ipv4"] : ["ipv6"];
}

/** uv_udp_set_multicast_ttl goes by the socket's family, and Linux takes IP_MULTICAST_TTL for groups of IPv4 (ip(7)). */
function hopsFailure(): Failure {
  const lack = `node ${process.versions.node} sets no multicastTtl for groups of IPv4 on a socket of IPv6`;
  return new Failure("ENOTSUP", undefined, `${lack}: bind one socket for each family, that of IPv6 with ipv6Only`);
}
