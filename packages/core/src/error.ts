import { type Address, addressText, type Endpoint, endpointText } from "./address.ts";

/** What a code means, whether it ends the connection that reports it, and what can be done about it. */
export interface ErrorEntry {
  readonly meaning: string;
  /** `true`: every later operation of the same connection reports it as well. */
  readonly final: boolean;
  readonly advice: string | null;
}

function entry(meaning: string, advice: string | null = null, final = false): ErrorEntry {
  return { meaning, advice, final };
}

/**
 * Every code that anysock reports, equal on every runtime. The names are POSIX's (`errno.h`), except
 * `ENOTFOUND` (no address for a name), `ECANCELED` by a signal, `ECLOSED` (closed by this program), and `EINCOMPLETE` (a FIN in
 * the middle of a message).
 */
export const errorTable: Readonly<Record<SocketErrorCode, ErrorEntry>> = {
  EACCES: entry(
    "permission denied",
    "ports below 1024 need privilege; a Unix path needs write permission on its folder",
  ),
  EADDRINUSE: entry(
    "the address is in use",
    "another socket holds it: choose another (port 0 is a free one), or see who has it with `ss -lxtnp`",
  ),
  EADDRNOTAVAIL: entry("the address does not belong to this machine", "use an address that `ip addr` shows"),
  EAFNOSUPPORT: entry("this address family is not available here", "IPv6 may be switched off on this machine"),
  EAGAIN: entry("the system cannot do it at present", "the peer's queue of waiting connections is full: try again"),
  EBUSY: entry("another operation of this kind is under way", "await the first one before starting the next"),
  ECANCELED: entry("canceled by its signal"),
  ECLOSED: entry("closed by this program", null, true),
  ECONNABORTED: entry("the connection was aborted by the system", null, true),
  ECONNREFUSED: entry("nobody listens there", "start the server, or check the address"),
  ECONNRESET: entry("the peer reset the connection", "bytes that were still under way may be lost", true),
  EHOSTUNREACH: entry("no route to that host", null, true),
  EILSEQ: entry("the bytes are not text in this encoding"),
  EINCOMPLETE: entry("the stream ended in the middle of a message", "what had come can still be read"),
  EINVAL: entry("an argument is not valid"),
  EIO: entry("the system reported a failure that has no name here", "see `cause`", true),
  EMSGSIZE: entry(
    "the datagram, or the message, is too long",
    "a datagram has 65,507 bytes at most over IPv4 and 65,527 over IPv6; 1,200 pass nearly everywhere unfragmented",
  ),
  EMFILE: entry("this process has too many open descriptors", "close connections, or raise `ulimit -n`"),
  ENAMETOOLONG: entry("the path is too long for a Unix socket", "107 bytes are possible; use a shorter folder"),
  ENETDOWN: entry("the network is down", null, true),
  ENETUNREACH: entry("no route to that network", null, true),
  ENFILE: entry("the system has too many open descriptors"),
  ENODEV: entry("the system finds no interface for it", "name the interface, or see `ip route`"),
  ENOBUFS: entry("the system has no memory for it", null, true),
  ENOENT: entry("no such path", "start its server, or check the path; to listen, its folder must be there"),
  ENOTDIR: entry("a part of the path is not a folder"),
  ENOTFOUND: entry("the name has no address", "check the spelling, `/etc/hosts` and the name servers"),
  ENOTSUP: entry("this runtime cannot do it"),
  EPERM: entry("not permitted", "a firewall, a sandbox or the runtime's permissions forbid it"),
  EPIPE: entry("the connection can no longer be written to", "the peer has closed it, or this side sent its FIN", true),
  ETIMEDOUT: entry("it took too long"),
};

/** One of the keys of {@link errorTable}. Switch on this, never on `message`. */
export type SocketErrorCode =
  | "EACCES"
  | "EADDRINUSE"
  | "EADDRNOTAVAIL"
  | "EAFNOSUPPORT"
  | "EAGAIN"
  | "EBUSY"
  | "ECANCELED"
  | "ECLOSED"
  | "ECONNABORTED"
  | "ECONNREFUSED"
  | "ECONNRESET"
  | "EHOSTUNREACH"
  | "EILSEQ"
  | "EINCOMPLETE"
  | "EINVAL"
  | "EIO"
  | "EMFILE"
  | "EMSGSIZE"
  | "ENAMETOOLONG"
  | "ENETDOWN"
  | "ENETUNREACH"
  | "ENFILE"
  | "ENODEV"
  | "ENOBUFS"
  | "ENOENT"
  | "ENOTDIR"
  | "ENOTFOUND"
  | "ENOTSUP"
  | "EPERM"
  | "EPIPE"
  | "ETIMEDOUT";

export function isSocketErrorCode(code: unknown): code is SocketErrorCode {
  return typeof code === "string" && Object.hasOwn(errorTable, code);
}

/** Whether an error ends the connection that reports it (invariant 5). */
export function isFinal(error: SocketError): boolean {
  return errorTable[error.code].final;
}

/** What was tried when an error came up. */
export type Operation =
  | "accept"
  | "address"
  | "bind"
  | "close"
  | "closeWrite"
  | "connect"
  | "createSockets"
  | "drain"
  | "inherited"
  | "join"
  | "leave"
  | "listen"
  | "pipe"
  | "read"
  | "receive"
  | "resolve"
  | "send"
  | "serve"
  | "set"
  | "write";

export interface SocketErrorInit {
  readonly address?: Address | Endpoint | undefined;
  readonly attempts?: readonly SocketError[] | undefined;
  readonly cause?: unknown;
  /** Says what exactly, in place of the table's meaning. */
  readonly detail?: string | undefined;
  /** What the address is written with; `tcp` if not given. */
  readonly scheme?: "tcp" | "udp" | undefined;
}

/**
 * The one error of anysock: what was tried, on what, why it failed, what to do.
 * `connect tcp://127.0.0.1:9000: ECONNREFUSED (nobody listens there; start the server, or check the address)`.
 */
export class SocketError extends Error {
  override readonly name = "SocketError";
  readonly code: SocketErrorCode;
  readonly operation: Operation;
  /** On what; `undefined` where the operation failed before there was an address. */
  readonly address: Address | Endpoint | undefined;
  /** For `connect` to a name with several addresses: the failure of each that has failed, in the order in which they were started. */
  readonly attempts: readonly SocketError[];

  constructor(code: SocketErrorCode, operation: Operation, init: SocketErrorInit = {}) {
    super(describe(code, operation, init), "cause" in init ? { cause: init.cause } : undefined);
    this.code = code;
    this.operation = operation;
    this.address = init.address;
    this.attempts = init.attempts ?? [];
  }
}

function describe(code: SocketErrorCode, operation: Operation, init: SocketErrorInit): string {
  const { meaning, advice }: ErrorEntry = errorTable[code];
  const on = init.address === undefined ? "" : ` ${nameOf(init.address, init.scheme)}`;
  const why = init.detail ?? (advice === null ? meaning : `${meaning}; ${advice}`);
  const tried = init.attempts?.length ? ` [${init.attempts.map((attempt) => attempt.message).join("; ")}]` : "";
  return `${operation}${on}: ${code} (${why})${tried}`;
}

function nameOf(address: Address | Endpoint, scheme?: "tcp" | "udp"): string {
  return "family" in address ? addressText(address, scheme) : endpointText(address, scheme);
}
