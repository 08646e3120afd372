import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Capability, Connection, Driver, Listener, Sockets } from "@anysock/core";
import { Observer } from "./effects-observer.ts";
import { expect } from "./expect.ts";
import { Peer, type PeerAddress, type PeerEnd, type PeerKind } from "./peer.ts";
import { commandOf } from "./program.ts";
import type { RawProcess } from "./raw-process.ts";
import { Running } from "./running.ts";

/** What an adapter exports. */
export type Adapter = Pick<Sockets, "connect" | "listen" | "supports" | "runtime"> & { readonly driver: Driver };

export type Transport = "tcp4" | "tcp6" | "unix" | "abstract";

/** What an adapter has to declare for a transport. */
export const needs: Readonly<Record<Transport, Capability | undefined>> = {
  tcp4: undefined,
  tcp6: "ipv6",
  unix: "unix",
  abstract: "unix:abstract",
};

/** One adapter over one transport, with a raw peer in another process. */
export class Setting {
  readonly adapter: Adapter;
  readonly transport: Transport;
  /** Whose raw sockets are the other end of the case that is played. */
  peerKind: PeerKind;
  /** What a program imports to get the adapter: a URL, or a package's name. */
  readonly specifier: string;
  /** Of a case that does not need Python's. */
  readonly #usual: PeerKind;
  readonly #peers = new Map<PeerKind, Peer>();
  #folder: string | undefined;
  #paths = 0;
  #observer: Observer | undefined;
  readonly #opened: { abort(): void }[] = [];
  readonly #listeners: { close(): Promise<void> }[] = [];
  readonly #running: Running[] = [];

  constructor(adapter: Adapter, transport: Transport, peerKind: PeerKind, specifier: string) {
    this.adapter = adapter;
    this.transport = transport;
    this.peerKind = peerKind;
    this.#usual = peerKind;
    this.specifier = specifier;
  }

  get isTcp(): boolean {
    return this.transport === "tcp4" || this.transport === "tcp6";
  }

  supports(capability: Capability): boolean {
    return this.adapter.supports.has(capability);
  }

  get peer(): Peer {
    const peer = this.#peers.get(this.peerKind) ?? new Peer(this.peerKind);
    this.#peers.set(this.peerKind, peer);
    return peer;
  }

  get processes(): readonly RawProcess[] {
    return [...this.#peers.values(), ...(this.#observer === undefined ? [] : [this.#observer])];
  }

  /** How this runtime runs a program of this suite's, named without its extension, with the adapter. */
  command(program: string, ...args: readonly string[]): string[] {
    return commandOf(this.specifier, program, ...args);
  }

  /** A program of this suite's with the adapter, as {@link command} says, or any other. */
  start(command: readonly string[]): Running {
    const running = new Running(command);
    this.#running.push(running);
    return running;
  }

  /** Who looks at this process's sockets, from another process. */
  get observer(): Observer {
    this.#observer ??= new Observer();
    return this.#observer;
  }

  /** Opens what a case needs, and others after it. */
  async ready({ needs = [] }: { readonly needs?: readonly string[] }): Promise<void> {
    this.peerKind = needs.includes("python") ? "python" : this.#usual;
    await this.peer.lives();
    if (needs.includes("kernel-view")) await this.observer.started;
  }

  /** A place to listen at that nobody has. */
  place(): PeerAddress {
    if (this.transport === "tcp4") return { host: "127.0.0.1", port: 0 };
    if (this.transport === "tcp6") return { host: "::1", port: 0 };
    if (this.transport === "abstract") return { path: `\0anysock-${process.pid}-${this.peerKind}-${++this.#paths}` };
    return this.temporary();
  }

  /** A path that nobody has. */
  temporary(): { readonly path: string } {
    this.#folder ??= mkdtempSync(join(tmpdir(), "anysock-"));
    return { path: join(this.#folder, `${++this.#paths}.sock`) };
  }

  /** Aborted after the test. */
  keep<T extends { abort(): void }>(connection: T): T {
    this.#opened.push(connection);
    return connection;
  }

  /** Closed after the test. */
  async listen(
    options?: Parameters<Sockets["listen"]>[1],
    at: Parameters<Sockets["listen"]>[0] = this.place(),
  ): Promise<Listener> {
    const listener = await this.adapter.listen(at, options);
    this.#listeners.push(listener);
    return listener;
  }

  /** The adapter's connection and the raw peer's end of it: the adapter connects. */
  async connected(): Promise<{ connection: Connection; end: PeerEnd }> {
    const listener = await this.peer.listen(this.place());
    const [connection, end] = await Promise.all([this.adapter.connect(listener.address), listener.accept()]);
    await listener.stop();
    return { connection: this.keep(connection), end };
  }

  /** The same, but the adapter listens and accepts. */
  async accepted(on?: Listener): Promise<{ connection: Connection; end: PeerEnd }> {
    const listener = on ?? (await this.listen());
    const [connection, end] = await Promise.all([listener.accept(), this.peer.connect(peerAddress(listener))]);
    return { connection: this.keep(connection), end };
  }

  /** Where somebody has listened. On TCP a connection stays: the system gives a port that has one to nobody else meanwhile. */
  async abandoned(): Promise<PeerAddress> {
    const listener = await this.peer.listen(this.place());
    if (this.isTcp) this.keep((await Promise.all([this.adapter.connect(listener.address), listener.accept()]))[0]);
    await listener.stop();
    return listener.address;
  }

  /** Opens once for all whatever the runtime and the peer open so. */
  async warm(): Promise<void> {
    await this.connected();
    await this.accepted();
    await this.clear();
  }

  async clear(): Promise<void> {
    for (const connection of this.#opened.splice(0)) connection.abort();
    await Promise.all([this.closeListeners(), ...this.#running.splice(0).map((running) => running.kill())]);
  }

  async closeListeners(): Promise<void> {
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.close()));
  }

  async end(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.end()));
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true });
  }
}

export function peerAddress(listener: Listener): PeerAddress {
  const { address } = listener;
  if (address.family !== "unix") return { host: address.host, port: address.port };
  return { path: address.path ?? "" };
}

/** What this process has open, each by its number and name; no two sockets ever have the same name. */
export function openDescriptors(): Set<string> {
  const open = new Set<string>();
  for (const descriptor of readdirSync("/proc/self/fd")) {
    try {
      open.add(`${descriptor} ${readlinkSync(`/proc/self/fd/${descriptor}`)}`);
    } catch {
      // Closed by now, as the folder's own is.
    }
  }
  return open;
}

/** Milliseconds that a runtime may take to close what nobody has any more, and between looks at it. */
const CLOSING = 2_000;
const LOOK = 10;

/** Waits until whatever has been opened since is closed; gives what is not. */
export async function leftSince(before: ReadonlySet<string>): Promise<readonly string[]> {
  const until = performance.now() + CLOSING;
  for (;;) {
    const left = [...openDescriptors()].filter((name) => !before.has(name));
    if (left.length === 0 || performance.now() > until) return left;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

/** The same, as an expectation. */
export async function closedSince(before: ReadonlySet<string>): Promise<void> {
  expect(await leftSince(before)).toEqual([]);
}

/** In milliseconds. */
const WINDOW = 100;

/** Whether a promise is pending after the window of a negative claim: what has not come by then does not come. */
export async function staysPending(promise: Promise<unknown>): Promise<boolean> {
  const over = new Promise((resolve) => setTimeout(resolve, WINDOW, WINDOW));
  return (await Promise.race([promise, over])) === WINDOW;
}
