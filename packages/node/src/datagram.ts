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
  LATER,
  type Later,
  zoneFailure,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
import { interfaceFor } from "./interface.ts";

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
  const socket = createSocket({
    type: at.family === "ipv6" ? "udp6" : "udp4",
    reuseAddr: options.reuseAddress,
    reusePort: options.reusePort,
    ipv6Only: options.ipv6Only,
    lookup: literal,
  });
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      socket.on("error", () => {});
      socket.close();
      reject(zoneFailure(at, failureOf(error)));
    };
    const opened = (): void => {
      socket.removeListener("error", refuse);
      resolve(new NodeDatagramSocket(socket, at, options.remote !== undefined, events));
    };
    socket.once("error", refuse);
    socket.bind({ address: at.host, port: at.port, exclusive: true }, () => {
      const { remote } = options;
      // Before connect(2), which refuses a broadcast address otherwise.
      if (options.broadcast) socket.setBroadcast(true);
      if (remote === undefined) opened();
      // Its callback is given the failure that has no `error` event then.
      else socket.connect(remote.port, remote.host, (error?: Error) => (error ? refuse(error) : opened()));
    });
  });
}

class NodeDatagramSocket implements DriverDatagramSocket {
  readonly local: Address;
  readonly #socket: Socket;
  readonly #family: "ipv4" | "ipv6";
  #events: DatagramEvents;

  constructor(socket: Socket, at: IpDriverAddress, isConnected: boolean, events: DatagramEvents) {
    this.#socket = socket;
    this.#family = at.family;
    this.#events = events;
    const { address, port } = socket.address();
    this.local = ipAddress(address, port, at);
    socket.on("message", isConnected ? this.#fromPeer(socket.remoteAddress()) : this.#onMessage);
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

  send(data: Uint8Array, to: IpDriverAddress | null): Later {
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
      else this.#socket.addSourceSpecificMembership(options.source, group, by);
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
      if (broadcast !== undefined) this.#socket.setBroadcast(broadcast);
      if (multicastTtl !== undefined) this.#socket.setMulticastTTL(multicastTtl);
      if (multicastLoopback !== undefined) this.#socket.setMulticastLoopback(multicastLoopback);
      const by = this.#interface(multicastInterface);
      if (by !== undefined) this.#socket.setMulticastInterface(by);
    });
  }

  #interface(name: string | undefined): string | undefined {
    return name === undefined ? undefined : interfaceFor(name, this.#family);
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      throw error instanceof Failure ? error : failureOf(error);
    }
  }

  /** The descriptor is closed within the call; sends that it had queued are answered to nobody. */
  async close(): Promise<void> {
    this.#events = NOBODY;
    this.#socket.close();
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }
}

const NOBODY: DatagramEvents = { received(): void {}, sent(): void {}, reported(): void {}, failed(): void {} };
