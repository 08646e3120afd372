import type { BindOptions, DatagramEnd } from "./datagrams.ts";
import type { Pattern } from "./pattern.ts";

/** What carries streams. */
export type StreamTransport = "tcp4" | "tcp6" | "unix";
/** What carries datagrams. */
export type DatagramTransport = "udp4" | "udp6";
export type Transport = StreamTransport | DatagramTransport;

export const datagramTransports: readonly Transport[] = ["udp4", "udp6"] satisfies readonly DatagramTransport[];
export type ServiceName = "echo" | "upper" | "discard" | "chargen" | "daytime" | "time";

/** Bytes to send or to expect: themselves, or the pattern that makes them. */
export type Bytes = Uint8Array | Pattern;

/**
 * Where a case is played. Both ends are *actors*: programs of their own, told what to do over the agent protocol.
 * A case states what happens in time order; the stage keeps the record from which a failure explains itself.
 */
export interface Stage {
  readonly transport: Transport;
  /** Every random choice of the case comes from this one number. */
  readonly seed: number;
  /** Median round trip of one byte on this stage, in milliseconds, measured before the first case. */
  readonly roundTrip: number;
  /** How long "nothing follows" is watched, in milliseconds; grows with the round trip. */
  readonly window: number;
  /** How long a step may go without progress before it has failed, in milliseconds; grows with the round trip. */
  readonly patience: number;
  /** The end that connects. */
  readonly client: Actor;
  /** The end that listens by script. Only cases that need `listener` have it. */
  readonly server: Actor;
  /** The service that is held to the case. Only cases that need `service` have it. */
  readonly service: Service;
  /** Connects the client to the service. */
  connect(): Promise<Peer>;
  /** Connects the client to a listener of the server that is made for the case: `[client's end, server's end]`. */
  pair(): Promise<readonly [client: Peer, server: Peer]>;
  /** `length` bytes of this case's pattern. Different `stream` numbers give different bytes. */
  pattern(length: number, stream?: number): Pattern;
  /** As {@link pattern}, but no longer than this stage can move in reasonable time; the report states the size used. */
  bulk(length: number, stream?: number): Pattern;
  /** `count`, or as often as fits in reasonable time what takes `each` milliseconds; the case reports how often it was. */
  times(count: number, each: number): number;
  /** A fresh Unix path (transport `unix`), or `tcp://…:0`, or `udp://…:0`. */
  freshAddress(): string;
  /** The file system around Unix listeners. Only for cases of transport `unix`. */
  readonly paths: UnixPaths;
  /** A value for the report: what a MAY turned out to be, or a size that was used. */
  observe(name: string, value: string | number | boolean): void;
  /** Settles after so many milliseconds. For pacing what the case itself sends, never for waiting until something has happened. */
  pause(milliseconds: number): Promise<void>;
}

/** Unix paths in the states that a program finds them in. Addresses are written `unix:/path`. */
export interface UnixPaths {
  /** A fresh path with a socket file on which nobody listens any more, as a killed server leaves it. */
  stale(): Promise<string>;
  /** A fresh path with a regular file of a few bytes. */
  regularFile(): Promise<string>;
  /** What is there now. A link is not followed. */
  kindOf(address: string): Promise<"nothing" | "socket" | "file">;
  /** Removes what is there, as an administrator does; whoever listens on it goes on listening. */
  remove(address: string): Promise<void>;
}

export interface Service {
  readonly name: ServiceName;
  readonly address: string;
  /** Descriptors and memory of the server's process; `null` where its process is not known. */
  stats(): Promise<ProcessStats | null>;
  /** Whether that process itself is seen to have the other end of a connection: nothing but the systems is between them. */
  holds(peer: Peer): Promise<boolean>;
}

export interface ProcessStats {
  /** Open descriptors. */
  readonly descriptors: number;
  /** Anonymous resident memory in bytes (`RssAnon`). */
  readonly memory: number;
}

export interface Actor {
  /** Connects; to the stage's address if none is given. Rejects with an {@link ActorError}. */
  connect(to?: string, options?: { readonly timeout?: number }): Promise<Peer>;
  listen(at?: string, options?: ListenOptions): Promise<ActorListener>;
  /** Opens a UDP socket; at a free port of the stage's loopback address if none is given. */
  bind(at?: string, options?: BindOptions): Promise<DatagramEnd>;
  stats(): Promise<ProcessStats>;
  has(capability: string): boolean;
  /**
   * Halts its program, as SIGSTOP does, until `wake` is called: its system goes on and answers for it. A case that halts an
   * actor must be alone, and wakes it whatever happens.
   */
  halt(): Promise<{ wake(): void }>;
}

export interface ListenOptions {
  /** Answers connections with this service instead of handing them to `accept`. */
  readonly service?: ServiceName;
  readonly backlog?: number;
  readonly ipv6Only?: boolean;
  readonly unlinkStale?: boolean;
  readonly reuseAddress?: boolean;
  readonly receiveBuffer?: number;
  readonly sendBuffer?: number;
  readonly trafficClass?: number;
  readonly mode?: number;
  readonly pending?: number;
}

export interface ActorListener {
  /** The bound address: `tcp://127.0.0.1:4711`, `unix:/path`. */
  readonly address: string;
  /** The next connection; rejects with `ETIMEDOUT` when none came for the stage's patience. */
  accept(options?: { readonly timeout?: number }): Promise<Peer>;
  close(): Promise<void>;
}

/** One end of a connection. Every method rejects with an {@link ActorError}. */
export interface Peer {
  readonly local: string;
  readonly remote: string;
  /** Writes all of it. Without progress for the stage's patience, in either direction: `ETIMEDOUT`, and the write goes on. */
  write(data: Bytes, options?: WriteOptions): Promise<void>;
  /**
   * Reads `length` bytes, or fewer if the stream ends before. `expect` ends the read where the
   * bytes first differ or go on too long, and makes the answer say where.
   * Without progress for the stage's patience: `ETIMEDOUT`, with what was read in {@link ActorError.received}.
   */
  read(length: number, options?: ReadOptions): Promise<Received>;
  /** Reads until the end of the stream, or until what `expect` forbids. */
  readToEnd(options?: ReadOptions): Promise<Received>;
  /** Reads once: whatever one read gives, or the end. */
  readSome(options?: ReadOptions): Promise<Received>;
  /** Sends FIN; reading goes on. */
  closeWrite(): Promise<void>;
  /**
   * Closes in good order; `true`: the peer's FIN came, so nothing written is lost. It is waited for a second after our own,
   * or `timeout` milliseconds.
   */
  close(options?: { readonly timeout?: number }): Promise<boolean>;
  /** Closes at once, as an ordinary program does that has enough: no flush is awaited, input is not read. */
  drop(): Promise<void>;
  /** Resets (RST on TCP). */
  abort(): Promise<void>;
  /** Settles when the connection is over: `null` for good order, else the error's code. */
  closed(): Promise<string | null>;
  /** Bytes that were handed to the system and bytes that were read, up to now. Answers at once. */
  progress(): Promise<{ readonly written: number; readonly read: number }>;
  /**
   * Bytes that this end's system has taken and the peer's program has not (`out`, if nothing is given), or the other way
   * round (`in`): all that is under way and in nobody's memory; of a Unix socket the most that it can be. `null` where the
   * system does not tell.
   */
  inTransit(way?: "out" | "in"): Promise<number | null>;
}

export interface WriteOptions {
  /** Bytes of one call, for which the same memory is used again and again. */
  readonly chunk?: number;
  /** A call is given an array of pieces of these sizes, taken in turn; a piece may be empty. */
  readonly pieces?: readonly number[];
  /** Milliseconds that a call may take: after them the connection itself gives the write up. */
  readonly limit?: number;
}

export interface ReadOptions {
  readonly expect?: Bytes;
  /** Milliseconds without progress before `ETIMEDOUT`; the stage's patience if not given. */
  readonly timeout?: number;
  /** Answers with the bytes themselves; for small reads. */
  readonly bytes?: boolean;
  /** Most bytes to ask for in one read. */
  readonly chunk?: number;
}

export interface Received {
  readonly count: number;
  /** The stream ended within this read. */
  readonly end: boolean;
  /** Of the bytes read, in hexadecimal. */
  readonly sha256: string;
  readonly divergence: Divergence | null;
  readonly bytes?: Uint8Array;
}

/** The first byte that is not the expected one, with up to 16 bytes of both from there on, in hexadecimal. */
export interface Divergence {
  readonly offset: number;
  readonly expected: string;
  readonly actual: string;
}

/**
 * An operation of an actor failed: an expected thing in many cases, compared by `code`. `ENOTSUP`: the actor refused it as
 * something that it cannot do.
 */
export class ActorError extends Error {
  override readonly name: string = "ActorError";
  readonly code: string;
  readonly received: Received | undefined;
  constructor(code: string, message: string, received?: Received) {
    super(message);
    this.code = code;
    this.received = received;
  }
}

/** Also where the error was made by another copy of this module. */
export function isActorError(error: unknown, ...codes: readonly string[]): error is ActorError {
  if (!(error instanceof Error) || !["ActorError", "Unsupported"].includes(error.name)) return false;
  if (!("code" in error)) return false;
  return codes.length === 0 || codes.includes(String(error.code));
}
