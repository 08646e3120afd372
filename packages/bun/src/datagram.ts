import {
  type Address,
  type DatagramEvents,
  DONE,
  type Done,
  type DriverBindOptions,
  type DriverDatagramSetting,
  type DriverDatagramSocket,
  type DriverMembership,
  Failure,
  type IpDriverAddress,
  ipAddress,
  LATER,
  type Later,
  type MulticastOption,
  membershipOption,
  multicastOptions,
  NOBODY_RECEIVES,
  zoneFailure,
  zoneOf,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
import { kernel } from "./kernel.ts";
import { adoptDatagrams, type NativeDatagramSocket } from "./native.ts";
import { countDescriptor } from "./shortage.ts";

const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;

/**
 * Binds here, and gives Bun the socket. On one of its own Bun asks for every ICMP (IP_RECVERR), and that of a dead peer is thrown by
 * the next send to a healthy one, which is lost (oven-sh/bun#29116, #35922, #36249); on one that it is given it does not.
 */
export async function bind(
  at: IpDriverAddress,
  options: DriverBindOptions,
  events: DatagramEvents,
): Promise<DriverDatagramSocket> {
  const fault = zoneFault(at.host) ?? zoneFault(options.remote?.host ?? "");
  if (fault !== undefined) throw fault;
  const descriptor = kernel().bindDatagrams(at, options);
  if (typeof descriptor !== "number") throw zoneFailure(at, descriptor);
  countDescriptor(descriptor);
  const { remote } = options;
  let native: NativeDatagramSocket | undefined;
  let socket: BunDatagramSocket | undefined;
  try {
    // Settled when it is given, so that nothing comes before there is somebody to take it.
    native = await adoptDatagrams({
      fd: descriptor,
      ...(remote && { connect: { hostname: remote.host, port: remote.port } }),
      binaryType: "uint8array",
      socket: {
        data(_, data, port, host) {
          socket?.received(data, host, port);
        },
        drain() {
          socket?.sendWaiting();
        },
        error(...told) {
          socket?.reported(told.at(-1));
        },
      },
    });
    // Bun sets it, and whoever sets it as well could bind the address too, and be given our datagrams.
    if (!options.reuseAddress) kernel().setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 0);
    socket = new BunDatagramSocket(native, at, remote, events);
    return socket;
  } catch (error) {
    native?.close();
    throw zoneFailure(remote ?? at, failureOf(error));
  }
}

/**
 * Why an address cannot be used, if its zone is no interface here: Bun leaves such a zone out, and the system chooses a link by its
 * routes.
 */
function zoneFault(host: string): Failure | undefined {
  const zone = zoneOf(host);
  if (zone === undefined || kernel().interfaceIndex(zone) !== 0) return undefined;
  return zoneFailure({ family: "ipv6", host, port: 0 }, new Failure("EINVAL"));
}

/** A datagram that the kernel had no room for. */
interface Waiting {
  readonly data: Uint8Array;
  readonly to: IpDriverAddress | null;
}

class BunDatagramSocket implements DriverDatagramSocket {
  readonly local: Address;
  #events: DatagramEvents;
  readonly #socket: NativeDatagramSocket;
  readonly #family: "ipv4" | "ipv6";
  /** Whom it is connected to, as Bun writes it. */
  readonly #peer: Exclude<Address, { family: "unix" }> | null;
  /** Oldest first. */
  #waiting: Waiting[] = [];

  constructor(
    socket: NativeDatagramSocket,
    at: IpDriverAddress,
    remote: IpDriverAddress | undefined,
    events: DatagramEvents,
  ) {
    this.#socket = socket;
    this.#family = at.family;
    this.#events = events;
    const { address, remoteAddress } = socket;
    this.local = ipAddress(address.address, address.port, zoneOf(at.host) === undefined ? remote : at);
    const peer = remoteAddress && ipAddress(remoteAddress.address, remoteAddress.port, remote);
    this.#peer = peer === undefined || peer.family === "unix" ? null : peer;
  }

  /** What came between bind(2) and connect(2) may be from anybody, and is here all the same. */
  received(data: Uint8Array, host: string, port: number): void {
    const peer = this.#peer;
    if (peer === null || (port === peer.port && host === peer.host)) this.#events.received(data, host, port);
  }

  send(data: Uint8Array, to: IpDriverAddress | null): Done | Failure | Later {
    const fault = to?.host.includes("%") ? zoneFault(to.host) : undefined;
    if (fault !== undefined) return fault;
    const answer = this.#waiting.length > 0 ? LATER : this.#hand(data, to);
    if (answer === LATER) this.#waiting.push({ data, to });
    return answer;
  }

  #hand(data: Uint8Array, to: IpDriverAddress | null): Done | Failure | Later {
    try {
      const isTaken = to === null ? this.#socket.send(data) : this.#socket.send(data, to.port, to.host);
      return isTaken ? DONE : LATER;
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Bun calls it also when nothing waits. */
  sendWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const answer = this.#hand(next.data, next.to);
      if (answer === LATER) return;
      this.#waiting.shift();
      this.#events.sent(answer);
    }
  }

  /** Of a connected socket: what ICMP said of an earlier datagram. One that is not is told of nothing that it sent. */
  reported(error: unknown): void {
    if (this.#socket.closed) this.#events.failed(failureOf(error));
    else if (this.#peer !== null) this.#events.reported(failureOf(error));
  }

  /** Bun's own `addMembership` names an interface of IPv4 by an address, which not every interface has. */
  async join(group: string, options: DriverMembership): Promise<void> {
    this.#set([membershipOption("join", this.#family, group, options, kernel().interfaceIndex)]);
  }

  async leave(group: string, options: DriverMembership): Promise<void> {
    this.#set([membershipOption("leave", this.#family, group, options, kernel().interfaceIndex)]);
  }

  /** Bun's own have no effect on groups of IPv4 where the socket is of IPv6; its `setMulticastTTL(0)` is EINVAL. */
  async set(options: DriverDatagramSetting): Promise<void> {
    const { interfaceIndex, interfaceAddress } = kernel();
    this.#set(multicastOptions(this.#family, options, interfaceIndex, interfaceAddress));
    if (options.broadcast !== undefined) this.#socket.setBroadcast(options.broadcast);
  }

  #set(options: readonly MulticastOption[]): void {
    // Also where Bun has closed it: the number of its descriptor may be another's by now.
    if (this.#socket.closed) throw new Failure("ECLOSED");
    for (const { level, name, value } of options) kernel().setOption(this.#socket.fd, level, name, value);
  }

  /** The descriptor is closed within the call. */
  async close(): Promise<void> {
    this.#events = NOBODY_RECEIVES;
    this.#waiting = [];
    this.#socket.close();
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }
}
