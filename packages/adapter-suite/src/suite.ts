import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Capability, Connection, Driver, Listener, Sockets } from "@anysock/core";
import { afterAll, afterEach, beforeAll, describe, expect, vi } from "vitest";
import { attemptsSuite } from "./attempts-suite.ts";
import { backlogSuite } from "./backlog-suite.ts";
import { connectSuite } from "./connect-suite.ts";
import { endSuite } from "./end-suite.ts";
import { endedAttemptsSuite } from "./ended-attempts-suite.ts";
import { listenSuite } from "./listen-suite.ts";
import { localAddressSuite } from "./local-address-suite.ts";
import { optionEffectsSuite } from "./option-effects-suite.ts";
import { optionsSuite } from "./options-suite.ts";
import { hasPython, Peer, type PeerAddress, type PeerEnd, type PeerKind } from "./peer.ts";
import { processSuite } from "./process-suite.ts";
import { streamSuite } from "./stream-suite.ts";
import { unixPathSuite } from "./unix-path-suite.ts";
import { zoneSuite } from "./zone-suite.ts";

export { testDatagrams } from "./datagram-setting.ts";
export { testMemory } from "./memory-suite.ts";
export { codeOfNoSuchName, NO_SUCH_NAME } from "./no-such-name.ts";

/** What an adapter exports. */
export type Adapter = Pick<Sockets, "connect" | "listen" | "supports" | "runtime"> & { readonly driver: Driver };

export type Transport = "tcp4" | "tcp6" | "unix" | "abstract";

const needs: Readonly<Record<Transport, Capability | undefined>> = {
  tcp4: undefined,
  tcp6: "ipv6",
  unix: "unix",
  abstract: "unix:abstract",
};

/** One adapter over one transport, with a raw peer in another process. */
export class Setting {
  readonly adapter: Adapter;
  readonly transport: Transport;
  readonly peerKind: PeerKind;
  #peer: Peer | undefined;
  #folder: string | undefined;
  #paths = 0;
  readonly #opened: { abort(): void }[] = [];
  readonly #listeners: { close(): Promise<void> }[] = [];

  constructor(adapter: Adapter, transport: Transport, peerKind: PeerKind) {
    this.adapter = adapter;
    this.transport = transport;
    this.peerKind = peerKind;
  }

  get isTcp(): boolean {
    return this.transport === "tcp4" || this.transport === "tcp6";
  }

  supports(capability: Capability): boolean {
    return this.adapter.supports.has(capability);
  }

  /** Why what needs a capability is skipped, for its title; nothing where this adapter has it. */
  lack(capability: Capability): string {
    return lackOf(this.adapter, capability);
  }

  get peer(): Peer {
    this.#peer ??= new Peer(this.peerKind);
    return this.#peer;
  }

  /** A place to listen at that nobody has. */
  place(): PeerAddress {
    if (this.transport === "tcp4") return { host: "127.0.0.1", port: 0 };
    if (this.transport === "tcp6") return { host: "::1", port: 0 };
    if (this.transport === "abstract") return { path: `\0anysock-${process.pid}-${this.peerKind}-${++this.#paths}` };
    this.#folder ??= mkdtempSync(join(tmpdir(), "anysock-"));
    return { path: join(this.#folder, `${++this.#paths}.sock`) };
  }

  /** Aborted after the test. */
  keep<T extends { abort(): void }>(connection: T): T {
    this.#opened.push(connection);
    return connection;
  }

  async listen(options?: Parameters<Sockets["listen"]>[1]): Promise<Listener> {
    const listener = await this.adapter.listen(this.place(), options);
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
  async accepted(): Promise<{ connection: Connection; end: PeerEnd }> {
    const listener = await this.listen();
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

  async clear(): Promise<void> {
    for (const connection of this.#opened.splice(0)) connection.abort();
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.close()));
  }

  async end(): Promise<void> {
    await this.#peer?.end();
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

/** Waits until whatever has been opened since is closed. */
export async function closedSince(before: ReadonlySet<string>): Promise<void> {
  await vi.waitFor(() => expect([...openDescriptors()].filter((name) => !before.has(name))).toEqual([]));
}

/** In milliseconds. */
const WINDOW = 100;

/** Whether a promise is pending after the window of a negative claim: what has not come by then does not come. */
export async function staysPending(promise: Promise<unknown>): Promise<boolean> {
  const over = new Promise((resolve) => setTimeout(resolve, WINDOW, WINDOW));
  return (await Promise.race([promise, over])) === WINDOW;
}

function lackOf({ runtime, supports }: Adapter, capability: Capability): string {
  return supports.has(capability) ? "" : ` (${runtime.name} has no ${capability})`;
}

/** As part of {@link testAdapter}: of an adapter that differs from one that it holds in its options alone. */
export function testOptions(name: string, adapter: Adapter): void {
  for (const transport of ["tcp4", "tcp6", "unix"] as const) {
    describe.skipIf(!hasPython)(`${name} over ${transport}`, () => {
      const setting = new Setting(adapter, transport, "python");
      afterEach(() => setting.clear());
      afterAll(() => setting.end());
      optionEffectsSuite(name, setting);
    });
  }
}

/**
 * Holds an adapter to the rules of core's API, against raw sockets in another process. Skipped is what cannot be tested here,
 * for the reason in its title: a capability that its `supports` does not list, or a missing Python. What does not apply to a
 * transport is not there at all.
 */
export function testAdapter(name: string, adapter: Adapter): void {
  for (const kind of ["node", "python"] as const) {
    for (const transport of ["tcp4", "tcp6", "unix", "abstract"] as const) {
      const needed = needs[transport];
      const lack = needed === undefined ? "" : lackOf(adapter, needed);
      const why = kind === "python" && !hasPython ? " (no python3 here)" : lack;
      describe.skipIf(why !== "")(`${name} over ${transport}, against a raw ${kind} peer${why}`, () => {
        const setting = new Setting(adapter, transport, kind);
        let before: ReadonlySet<string> | undefined;
        beforeAll(async () => {
          // Whatever the runtime opens once for all is open now.
          await setting.connected();
          await setting.accepted();
          before = openDescriptors();
          await setting.clear();
        });
        afterEach(() => setting.clear());
        afterAll(async () => {
          if (before !== undefined) await closedSince(before);
          await setting.end();
        });
        connectSuite(setting);
        streamSuite(setting);
        endSuite(setting);
        listenSuite(setting);
        if (kind === "node") backlogSuite(setting);
        if (transport === "tcp4" || transport === "tcp6") localAddressSuite(setting, transport);
        if (kind === "python" && setting.isTcp) optionsSuite(setting);
        if (kind === "python" && transport !== "abstract") optionEffectsSuite(name, setting);
        // Node.js listens with a backlog of its own choice where it is told 0.
        if (kind === "python" && transport === "tcp4") attemptsSuite(setting);
        if (kind === "python" && transport === "tcp4") endedAttemptsSuite(setting);
        if (transport === "tcp6") zoneSuite(setting);
        if (transport === "unix") unixPathSuite(setting);
      });
    }
  }
  processSuite(name, adapter);
}
