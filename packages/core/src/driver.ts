import type { Address } from "./address.ts";
import type { Capability } from "./capability.ts";
import type { DatagramEvents, DriverBindOptions, DriverDatagramSocket, IpDriverAddress } from "./datagram-driver.ts";
import type { SocketErrorCode } from "./error.ts";

/**
 * What an adapter writes. Everything else (errors, queues, cancellation, half-close, façades) is made from it, once, in core.
 *
 * The one idea: an operation is answered **now**, with its result, or **later**, through the events object that core
 * handed over, in which case the method returned {@link LATER}. Bytes that are already here cost no promise. No event is
 * fired before the method that it answers has returned.
 *
 * Core keeps these promises to a driver, so that a driver need not check them: ports, hosts, paths and options are
 * valid; hosts are IP literals; at most one `pull`, one `push` and one `shutdown` are under way for a stream, and no
 * `push` follows a `shutdown`; nothing is called after `destroy`.
 */
export interface Driver {
  /** Name and version of the runtime, as in `{ name: "node", version: "26.10.0" }`. */
  readonly runtime: { readonly name: string; readonly version: string };
  readonly supports: ReadonlySet<Capability>;
  /** For what is not in `supports`: the flag or permission that would bring it, as in `run it with --unstable-net`. */
  readonly remedies?: Readonly<Partial<Record<Capability, string>>>;
  /** The file operations that Unix listeners need. Absent where `supports` lacks `"unix"`. */
  readonly files?: UnixFiles;
  /** All addresses of a name, as the system orders them (`getaddrinfo`). Rejects with a {@link Failure}. */
  resolve(host: string): Promise<readonly ResolvedAddress[]>;
  /**
   * Starts one attempt, and answers later, once. Several may be under way, also those of one call (RFC 8305), and each is for itself: only the
   * returned function ends it, and leaves nothing behind. Core calls that once at most, at any moment, and not after the answer. An answer that was
   * on its way is let go: core destroys a stream that still comes with `"release"`.
   */
  connect(to: DriverAddress, options: DriverConnectOptions, events: ConnectEvents): () => void;
  /** Binds and listens. Rejects with a {@link Failure}. */
  listen(at: DriverAddress, options: DriverListenOptions, events: ListenerEvents): Promise<DriverListener>;
  /** Sockets that another process has bound. Absent where `supports` lacks `"listen:fd"`. */
  readonly inherited?: InheritedDriver;
  /** What `inherited()` looks at: the variables of sd_listen_fds(3), and who we are. Where a permission lacks it throws a {@link Failure}. */
  readonly environment?: { readonly pid: () => number; readonly variable: (name: string) => string | undefined };
  /** Opens a UDP socket. Absent where `supports` lacks `"udp"`. Rejects with a {@link Failure}. */
  bind?(at: IpDriverAddress, options: DriverBindOptions, events: DatagramEvents): Promise<DriverDatagramSocket>;
}

export interface InheritedDriver {
  /** Where a descriptor is bound. Throws a {@link Failure}, `EINVAL`, where it is no stream socket that listens. */
  address(fd: number): Address;
  /**
   * Takes the descriptor over, and calls listen(2) on it, which may be done again. It may block when it comes. It is the listener's once
   * this has fulfilled; where it fails it is left open. A Unix path is not unlinked at the end: it is that of who bound it. Rejects with
   * a {@link Failure}.
   */
  listen(fd: number, options: DriverListenOptions, events: ListenerEvents): Promise<DriverListener>;
}

/** The answer comes later, through the events object. */
export const LATER: unique symbol = Symbol("later");
export type Later = typeof LATER;

/** Done: all of it was taken, nothing is pending. */
export const DONE: unique symbol = Symbol("done");
export type Done = typeof DONE;

/** A failure in the words of {@link SocketErrorCode}; `cause` is what the runtime said. */
export class Failure {
  readonly code: SocketErrorCode;
  readonly cause: unknown;
  readonly detail: string | undefined;
  constructor(code: SocketErrorCode, cause?: unknown, detail?: string) {
    this.code = code;
    this.cause = cause;
    this.detail = detail;
  }
}

export interface ResolvedAddress {
  readonly family: "ipv4" | "ipv6";
  readonly host: string;
}

/** Where to connect or listen: an IP literal and a port, or a Unix path (a leading NUL makes it abstract). */
export type DriverAddress =
  | { readonly family: "ipv4" | "ipv6"; readonly host: string; readonly port: number }
  | { readonly family: "unix"; readonly path: string };

/** What is `undefined` is the system's. Each is given only where `supports` has its capability. */
interface DriverConnectionOptions {
  readonly noDelay: boolean;
  /** False, or the idle time in milliseconds before the first probe. `true` is the system's idle time. */
  readonly keepAlive: boolean | number;
  /** IP_TOS or IPV6_TCLASS; on a socket that speaks IPv6 and IPv4, both. */
  readonly trafficClass?: number | undefined;
  /** SO_RCVBUF and SO_SNDBUF, in bytes; of a listener for its connections, which have them from it. */
  readonly receiveBuffer?: number | undefined;
  readonly sendBuffer?: number | undefined;
}

export interface DriverConnectOptions extends DriverConnectionOptions {
  /** Where to connect from, bound with SO_REUSEADDR; the host is of the family that is connected to. */
  readonly local?: { readonly host: string | undefined; readonly port: number } | undefined;
}

export interface DriverListenOptions extends DriverConnectionOptions {
  /** `undefined`: the runtime's default. Only given where `supports` has `"option:backlog"`. */
  readonly backlog: number | undefined;
  readonly ipv6Only: boolean;
  readonly reusePort: boolean;
  /** Default `true`, also where it is not given: SO_REUSEADDR is set before binding. */
  readonly reuseAddress?: boolean | undefined;
  /** Permission bits of the path; at no time may anybody connect whom they do not let. `undefined`: by the umask. */
  readonly mode?: number | undefined;
}

export interface ConnectEvents {
  connected(stream: DriverStream): void;
  failed(failure: Failure): void;
}

export interface ListenerEvents {
  /**
   * A connection for {@link ListenerEvents.accepted} has come. A driver that is asked by `accept()` calls it once per
   * question; one whose runtime accepts on its own calls it whenever it happens.
   * A connection that was reset before it could be accepted is not reported.
   */
  accepted(stream: DriverStream): void;
  /** The listener can no longer accept. Shortage of descriptors is not such a failure: the driver waits it out. */
  failed(failure: Failure): void;
}

/** One connection, as core sees it. */
export interface DriverStream {
  readonly local: Address;
  readonly remote: Address;
  /** True: `pull` fills the memory it is given. False: it hands over chunks of its own and ignores that memory. */
  readonly fills: boolean;
  /** Core's events. Set before the first operation. */
  events: StreamEvents;
  /**
   * Asks for bytes: a chunk of one byte or more, `null` for the peer's FIN, or a {@link Failure}, now or by `events.pulled`.
   * Where `fills` is true, `into` holds at least one byte and the chunk is the part of `into` that was filled;
   * the driver does not touch `into` after the answer. Otherwise the chunk's memory belongs to core from then on.
   * Bytes that came before a reset are answered before the reset.
   */
  pull(into: Uint8Array): Uint8Array | null | Failure | Later;
  /** Writes all of `data`, now or by `events.pushed`. `data` stays as it is until then and is not touched afterwards. */
  push(data: Uint8Array): Done | Failure | Later;
  /**
   * Sends FIN, and nothing else, now or by `events.shut`. Reading goes on. Where the peer has reset by then, also behind its own
   * FIN, the answer is that {@link Failure}.
   */
  shutdown(): Done | Failure | Later;
  /**
   * Releases the descriptor, at once. `"reset"` sends an RST where `supports` has `"tcp:reset"`; so does `"release"`, as close(2)
   * does, where bytes have come that were not pulled, be they in memory of the driver's own. No event follows.
   */
  destroy(how: "reset" | "release"): void;
  /** Both throw a {@link Failure} where the system refuses, or where the connection is known to have failed. */
  setNoDelay(on: boolean): void;
  setKeepAlive(on: boolean, idle: number | undefined): void;
  /** Only called where `supports` has `"option:trafficClass"`; throws a {@link Failure} likewise. */
  setTrafficClass(value: number): void;
  /** Whether this connection keeps the process alive. Core calls it when operations begin and end. */
  ref(): void;
  unref(): void;
}

export interface StreamEvents {
  pulled(answer: Uint8Array | null | Failure): void;
  pushed(answer: Done | Failure): void;
  shut(answer: Done | Failure): void;
}

export interface DriverListener {
  readonly address: Address;
  /** True: the runtime accepts on its own, and `accept` is never called. */
  readonly eager: boolean;
  /** Asks for one connection, answered by `events.accepted`. At most one question is open, and it stays open until it is answered. */
  accept(): void;
  /**
   * Stops listening. When it settles the address can be bound again. Pending questions are not answered any more. The path of
   * a Unix listener is unlinked by its name, as runtimes do by themselves: core keeps it for whoever else has it by then.
   */
  close(): Promise<void>;
  ref(): void;
  unref(): void;
}

/** Synchronous file operations, in the words of POSIX. */
export interface UnixFiles {
  /** Device and inode of a path and whether it is a socket; `null` where nothing is there. Does not follow links. */
  status(path: string): { readonly identity: string; readonly isSocket: boolean } | null;
  /** Whether some process listens on this path: `false` only where connecting is refused. */
  isListening(path: string): Promise<boolean>;
  /** Fails where `path` exists. */
  link(existing: string, path: string): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
}
