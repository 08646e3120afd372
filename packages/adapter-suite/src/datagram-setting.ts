import {
  type BindOptions,
  type Capability,
  type DatagramSocket,
  MAX_DATAGRAM_IPV4,
  MAX_DATAGRAM_IPV6,
  type Sockets,
} from "@anysock/core";
import { DatagramPeer, type PeerBinding, type PeerSocket, type Place } from "./datagram-peer.ts";
import { commandOf } from "./program.ts";
import type { RawProcess } from "./raw-process.ts";
import { Running } from "./running.ts";
import type { Adapter } from "./setting.ts";

/** What an adapter exports, with its datagrams. */
export type DatagramAdapter = Adapter & Pick<Sockets, "bind">;

export const datagramTransports = ["udp4", "udp6"] as const;
export type DatagramTransport = (typeof datagramTransports)[number];

const families = {
  ipv4: { host: "127.0.0.1", most: MAX_DATAGRAM_IPV4, foreign: "192.0.2.77" },
  ipv6: { host: "::1", most: MAX_DATAGRAM_IPV6, foreign: "2001:db8::77" },
} as const;

/** One adapter over one family, with plain sockets in another process. */
export class DatagramSetting {
  readonly adapter: DatagramAdapter;
  readonly family: "ipv4" | "ipv6";
  /** What a program imports to get the adapter: a URL, or a package's name. */
  readonly specifier: string;
  /** Loopback. */
  readonly host: string;
  /** Bytes of the longest datagram. */
  readonly most: number;
  /** An address that is of no machine (RFC 5737, RFC 3849). */
  readonly foreign: string;
  #peer: DatagramPeer | undefined;
  #opened: { close(): Promise<void> }[] = [];
  readonly #running: Running[] = [];

  constructor(adapter: DatagramAdapter, family: "ipv4" | "ipv6", specifier: string) {
    this.adapter = adapter;
    this.specifier = specifier;
    this.family = family;
    ({ host: this.host, most: this.most, foreign: this.foreign } = families[family]);
  }

  supports(capability: Capability): boolean {
    return this.adapter.supports.has(capability);
  }

  get processes(): readonly RawProcess[] {
    return this.#peer === undefined ? [] : [this.#peer];
  }

  async bind(options: BindOptions = {}, port = 0, host: string = this.host): Promise<DatagramSocket> {
    const socket = await this.adapter.bind({ host, port }, options);
    this.#opened.push(socket);
    return socket;
  }

  /** The other process lives. */
  async ready(): Promise<void> {
    await this.peer.lives();
  }

  get peer(): DatagramPeer {
    this.#peer ??= new DatagramPeer();
    return this.#peer;
  }

  /** A plain socket of the other process. */
  async peerSocket(port = 0, host: string = this.host, options: PeerBinding = {}): Promise<PeerSocket> {
    return await this.peer.bind(host, { ...options, port });
  }

  /** How this runtime runs a program of this suite's, named without its extension, with the adapter. */
  command(program: string, ...args: readonly string[]): string[] {
    return commandOf(this.specifier, program, ...args);
  }

  /** A process that is ended with the case. */
  start(command: readonly string[]): Running {
    const running = new Running(command);
    this.#running.push(running);
    return running;
  }

  portOf({ local }: DatagramSocket): number {
    return local.family === "unix" ? 0 : local.port;
  }

  placeOf(socket: DatagramSocket): Place {
    return { host: this.host, port: this.portOf(socket) };
  }

  /** Opens once for all whatever the runtime and the peer open so. */
  async warm(): Promise<void> {
    await this.bind();
    await this.peerSocket();
    await this.clear();
  }

  async clear(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((running) => running.kill()));
    await Promise.all(this.#opened.splice(0).map((socket) => socket.close()));
  }

  async end(): Promise<void> {
    await this.#peer?.end();
  }
}
