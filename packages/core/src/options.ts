import { type Address, type Endpoint, ipFamily } from "./address.ts";
import { MAX_ATTEMPT_DELAY, MIN_ATTEMPT_DELAY } from "./attempts.ts";
import type { Capability } from "./capability.ts";
import { capabilityTable } from "./capability.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import type { DriverStream } from "./driver.ts";
import { type Operation, SocketError, type SocketErrorInit } from "./error.ts";
import { shown } from "./shown.ts";
import { limitFault, type Wait } from "./wait.ts";

export interface ConnectOptions extends ConnectionOptions, Wait {
  /**
   * Milliseconds after which the next address of a name is tried while those before go on (RFC 8305, 5: the Connection Attempt Delay),
   * 10 to 2,000. Default 250. A shorter one finds the way round a dead address sooner, and asks more servers in vain. TCP only.
   */
  readonly attemptDelay?: number;
}

/** Its `signal` and `timeout` end the look-up of a name, which is all that listening waits for. */
export interface ListenOptions extends ConnectionOptions, Wait {
  /** Most connections that wait in the kernel's queue (listen(2)); the kernel caps it at `net.core.somaxconn`. Default: the runtime's. */
  readonly backlog?: number;
  /** Most accepted connections that wait for `accept()` in this process, unread. Default 511. */
  readonly pending?: number;
  /** `true`: a listener on `::` takes no IPv4 connections (RFC 3493, 5.3). Default `false`: it takes both. */
  readonly ipv6Only?: boolean;
  /** Several listeners share one port, and the kernel spreads connections among them (SO_REUSEPORT). Default `false`. */
  readonly reusePort?: boolean;
  /**
   * `true`: a Unix path that a dead process left behind is replaced. Never a live one, never anything but a socket. Of several who
   * would replace it one listens, and the others get `EADDRINUSE`. Needs to write in the path's folder, and
   * the file to be of this process's user where Linux protects hard links (proc(5), `protected_hardlinks`). Default `false`.
   */
  readonly unlinkStale?: boolean;
}

/** As many unclaimed connections as the usual backlog. */
export const DEFAULT_PENDING = 511;

/** The longest keep-alive idle time that Linux takes, in seconds (tcp(7): 32767). */
const MAX_KEEP_ALIVE = 32_767;

export type Check = (value: unknown) => string | undefined;

export const aBoolean: Check = (value) => (typeof value === "boolean" ? undefined : "is not true or false");

export function anInteger(from: number, to: number): Check {
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= from && value <= to
      ? undefined
      : `is not an integer from ${from} to ${to}`;
}

const aKeepAlive: Check = (value) => {
  if (typeof value === "boolean") return undefined;
  const wholeSeconds = typeof value === "number" && Number.isInteger(value / 1000);
  if (wholeSeconds && value >= 1000 && value <= MAX_KEEP_ALIVE * 1000) return undefined;
  return `is not true, false or whole seconds in milliseconds, from 1000 to ${MAX_KEEP_ALIVE}000`;
};

/** What an option may be, and where it has an effect. */
export interface OptionRule {
  readonly check: Check;
  /** What the runtime must support for this value, if anything. */
  readonly needs?: (value: unknown) => Capability | undefined;
  /** Where it has an effect, in words and as a check; everywhere where there is none. */
  readonly only?: { readonly where: string; readonly has: (at: Address | Endpoint) => boolean };
  /** Whether `false` asks for something as well, and is not what goes without saying. */
  readonly evenFalse?: true;
}

const onTcp = { where: "on TCP", has: (at: Address | Endpoint): boolean => !("path" in at) };
const onUnixPath = { where: "on a Unix path", has: (at: Address | Endpoint): boolean => "path" in at };
export const onIpv6: NonNullable<OptionRule["only"]> = {
  where: "on an IPv6 address",
  // Of a name it shows later.
  has: (at: Address | Endpoint): boolean => "host" in at && at.host !== undefined && ipFamily(at.host) !== "ipv4",
};

export const whenTrue =
  (capability: Capability): NonNullable<OptionRule["needs"]> =>
  (value) =>
    value === true ? capability : undefined;

const connectionRules: Readonly<Record<string, OptionRule>> = {
  // Its default is true, so false is no less of a wish.
  noDelay: { check: aBoolean, only: onTcp, evenFalse: true },
  keepAlive: {
    check: aKeepAlive,
    only: onTcp,
    needs: (value) => (value === false ? undefined : value === true ? "option:keepAlive" : "option:keepAliveIdle"),
  },
};

export const waitRules: Readonly<Record<string, OptionRule>> = {
  signal: { check: () => undefined },
  timeout: { check: () => undefined },
};

const rulesOf: Readonly<Record<"connect" | "listen" | "set", Readonly<Record<string, OptionRule>>>> = {
  set: connectionRules,
  connect: {
    ...connectionRules,
    ...waitRules,
    attemptDelay: { check: anInteger(MIN_ATTEMPT_DELAY, MAX_ATTEMPT_DELAY), only: onTcp },
  },
  listen: {
    ...connectionRules,
    ...waitRules,
    backlog: { check: anInteger(1, 65_535), needs: () => "option:backlog" },
    pending: { check: anInteger(1, 1_000_000) },
    ipv6Only: { check: aBoolean, only: onIpv6, needs: whenTrue("option:ipv6Only") },
    reusePort: { check: aBoolean, only: onTcp, needs: whenTrue("option:reusePort") },
    unlinkStale: { check: aBoolean, only: onUnixPath, needs: whenTrue("option:unlinkStale") },
  },
};

/** What an adapter can do, and how it is called in errors. */
export interface Able {
  readonly runtime: { readonly name: string; readonly version: string };
  readonly supports: ReadonlySet<Capability>;
  readonly remedies?: Readonly<Partial<Record<Capability, string>>>;
}

/** What is wrong with the options of an operation: `EINVAL`, or `ENOTSUP` where the runtime lacks one. */
export function optionsFault(
  able: Able,
  operation: "connect" | "listen" | "set",
  options: object,
  init: { readonly address: Address | Endpoint },
): SocketError | null {
  return faultAgainst(rulesOf[operation], able, operation, options, init);
}

/** As {@link optionsFault}, against any set of rules. */
export function faultAgainst(
  rules: Readonly<Record<string, OptionRule>>,
  able: Able,
  operation: Operation,
  options: object,
  init: { readonly address: Address | Endpoint; readonly scheme?: "tcp" | "udp" },
): SocketError | null {
  const fault = (detail: string): SocketError => new SocketError("EINVAL", operation, { ...init, detail });
  if (typeof options !== "object" || options === null) return fault(`${shown(options)} is not an object of options`);
  // Not only own properties, so that a bare AbortSignal in place of the object is told as well.
  for (const name in options) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) return fault(`there is no option ${name}; known are ${Object.keys(rules).join(", ")}`);
    if (value === undefined) continue;
    const wrong = rule.check(value);
    if (wrong !== undefined) return fault(`${name} ${shown(value)} ${wrong}`);
    if ((value !== false || rule.evenFalse === true) && rule.only !== undefined && !rule.only.has(init.address)) {
      return fault(`${name} has an effect ${rule.only.where} only`);
    }
    const needed = rule.needs?.(value);
    if (needed !== undefined && !able.supports.has(needed)) return unsupported(able, needed, operation, init);
  }
  return limitFault(options, operation) ?? null;
}

/** `ENOTSUP`, naming the runtime, its version, what it lacks and what would help. */
export function unsupported(
  able: Able,
  capability: Capability,
  operation: Operation,
  init: SocketErrorInit,
): SocketError {
  const { name, version } = able.runtime;
  const remedy = able.remedies?.[capability];
  const lacks = `${name} ${version} has no ${capability}: ${capabilityTable[capability]}`;
  const detail = remedy === undefined ? lacks : `${lacks}; ${remedy}`;
  return new SocketError("ENOTSUP", operation, { ...init, detail });
}

/** Sets what `connection.set()` was given, after checking it. */
export function setOptions(able: Able, stream: DriverStream, options: ConnectionOptions): SocketError | null {
  const fault = optionsFault(able, "set", options, { address: stream.remote });
  if (fault !== null) return fault;
  const { noDelay, keepAlive } = options;
  if (noDelay !== undefined) stream.setNoDelay(noDelay);
  if (keepAlive !== undefined) {
    stream.setKeepAlive(keepAlive !== false, typeof keepAlive === "number" ? keepAlive : undefined);
  }
  return null;
}
