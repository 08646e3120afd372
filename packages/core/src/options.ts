import { type Address, type Endpoint, ipFamily } from "./address.ts";
import { MAX_ATTEMPT_DELAY, MIN_ATTEMPT_DELAY } from "./attempts.ts";
import type { Capability } from "./capability.ts";
import { capabilityTable } from "./capability.ts";
import type { BufferOptions, ConnectionOptions } from "./connection-options.ts";
import type { DriverAddress, DriverConnectOptions, DriverListenOptions, DriverStream } from "./driver.ts";
import { type Operation, SocketError, type SocketErrorInit } from "./error.ts";
import {
  aBoolean,
  aBuffer,
  aKeepAlive,
  aLocalAddress,
  aMode,
  anInteger,
  aTrafficClass,
  type Check,
} from "./option-checks.ts";
import { shown } from "./shown.ts";
import { limitFault, type Wait } from "./wait.ts";

export interface ConnectOptions extends ConnectionOptions, BufferOptions, Wait {
  /**
   * Where to connect from: an IP address of this machine, of the family that is connected to, and a port (0 or left out: the system
   * chooses). Of a name, addresses of another family are not tried. TCP only.
   */
  readonly local?: { readonly host?: string; readonly port?: number };
  /**
   * Milliseconds after which the next address of a name is tried while those before go on (RFC 8305, 5: the Connection Attempt Delay),
   * 10 to 2,000. Default 250. A shorter one finds the way round a dead address sooner, and asks more servers in vain. TCP only. It is the
   * pause between two attempts: an IP address, and a name that has one, is tried once, at once. It is taken there all the same, so that a
   * program need not know which of them its user has typed.
   */
  readonly attemptDelay?: number;
}

/** Its `signal` and `timeout` end the look-up of a name, which is all that listening waits for. */
export interface ListenOptions extends ConnectionOptions, BufferOptions, Wait {
  /** Most connections that wait in the kernel's queue (listen(2)); the kernel caps it at `net.core.somaxconn`. Default: the runtime's. */
  readonly backlog?: number;
  /** Most accepted connections that wait for `accept()` in this process, unread. Default 511. */
  readonly pending?: number;
  /** `true`: a listener on `::` takes no IPv4 connections (RFC 3493, 5.3). Default `false`: it takes both. */
  readonly ipv6Only?: boolean;
  /** Several listeners share one port, and the kernel spreads connections among them (SO_REUSEPORT). Default `false`. */
  readonly reusePort?: boolean;
  /**
   * A port is taken though connections of an earlier listener are in TIME-WAIT (SO_REUSEADDR). Default `true`, on every runtime.
   * `false`: it is `EADDRINUSE` until they are gone, a minute on Linux.
   */
  readonly reuseAddress?: boolean;
  /**
   * Who may connect to a Unix path: its permission bits, 0 to 0o777, exactly, whatever the umask. On Linux it takes write permission
   * to connect (unix(7)). Nobody whom they do not let can connect in between. Default: 0o777 without the bits of the umask.
   */
  readonly mode?: number;
  /**
   * `true`: a Unix path that a dead process left behind is replaced. Never a live one, never anything but a socket. Of several who
   * would replace it one listens, and the others get `EADDRINUSE`. Needs to write in the path's folder, and
   * the file to be of this process's user where Linux protects hard links (proc(5), `protected_hardlinks`). Default `false`.
   */
  readonly unlinkStale?: boolean;
}

/** As many unclaimed connections as the usual backlog. */
export const DEFAULT_PENDING = 511;

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
const onUnixPath = {
  where: "on a Unix path",
  // An abstract name is no file.
  has: (at: Address | Endpoint): boolean => "path" in at && at.path?.startsWith("\0") !== true,
};
export const onIpv6: NonNullable<OptionRule["only"]> = {
  where: "on an IPv6 address",
  // Of a name it shows later.
  has: (at: Address | Endpoint): boolean => "host" in at && at.host !== undefined && ipFamily(at.host) !== "ipv4",
};

export const whenTrue =
  (capability: Capability): NonNullable<OptionRule["needs"]> =>
  (value) =>
    value === true ? capability : undefined;

export const whenFalse =
  (capability: Capability): NonNullable<OptionRule["needs"]> =>
  (value) =>
    value === false ? capability : undefined;

const connectionRules: Readonly<Record<string, OptionRule>> = {
  // Its default is true, and what a runtime may lack is the contrary.
  noDelay: { check: aBoolean, only: onTcp, needs: whenFalse("option:noDelay"), evenFalse: true },
  keepAlive: {
    check: aKeepAlive,
    only: onTcp,
    needs: (value) => (value === false ? undefined : value === true ? "option:keepAlive" : "option:keepAliveIdle"),
  },
  trafficClass: { check: aTrafficClass, only: onTcp, needs: () => "option:trafficClass" },
};

const bufferRules: Readonly<Record<string, OptionRule>> = {
  receiveBuffer: { check: aBuffer, only: onTcp, needs: () => "option:receiveBuffer" },
  sendBuffer: { check: aBuffer, only: onTcp, needs: () => "option:sendBuffer" },
};

export const waitRules: Readonly<Record<string, OptionRule>> = {
  signal: { check: () => undefined },
  timeout: { check: () => undefined },
};

const rulesOf: Readonly<Record<"connect" | "listen" | "set", Readonly<Record<string, OptionRule>>>> = {
  set: connectionRules,
  connect: {
    ...connectionRules,
    ...bufferRules,
    ...waitRules,
    local: { check: aLocalAddress, only: onTcp, needs: () => "option:local" },
    attemptDelay: { check: anInteger(MIN_ATTEMPT_DELAY, MAX_ATTEMPT_DELAY), only: onTcp },
  },
  listen: {
    ...connectionRules,
    ...bufferRules,
    ...waitRules,
    backlog: { check: anInteger(1, 65_535), needs: () => "option:backlog" },
    pending: { check: anInteger(1, 1_000_000) },
    ipv6Only: { check: aBoolean, only: onIpv6, needs: whenTrue("option:ipv6Only") },
    reusePort: { check: aBoolean, only: onTcp, needs: whenTrue("option:reusePort") },
    // As noDelay.
    reuseAddress: { check: aBoolean, only: onTcp, needs: whenFalse("option:reuseAddress"), evenFalse: true },
    mode: { check: aMode, only: onUnixPath, needs: () => "option:mode" },
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
  init: { readonly address?: Address | Endpoint },
): SocketError | null {
  return faultAgainst(rulesOf[operation], able, operation, options, init);
}

/** As {@link optionsFault}, against any set of rules; where an option has its effect is not asked without an `address`. What cannot be
 * is told before what this runtime cannot do, so that it is told on every runtime. */
export function faultAgainst(
  rules: Readonly<Record<string, OptionRule>>,
  able: Able,
  operation: Operation,
  options: object,
  init: { readonly address?: Address | Endpoint; readonly scheme?: "tcp" | "udp" },
): SocketError | null {
  const fault = (detail: string): SocketError => new SocketError("EINVAL", operation, { ...init, detail });
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    return fault(`${shown(options)} is not an object of options`);
  }
  let lacks: Capability | undefined;
  // Not only own properties, so that a bare AbortSignal in place of the object is told as well.
  for (const name in options) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) return fault(`there is no option ${name}; known are ${Object.keys(rules).join(", ")}`);
    if (value === undefined) continue;
    const wrong = rule.check(value);
    if (wrong !== undefined) return fault(`${name} ${shown(value)} ${wrong}`);
    const isAsked = (value !== false || rule.evenFalse === true) && init.address !== undefined;
    if (isAsked && rule.only !== undefined && !rule.only.has(init.address)) {
      return fault(`${name} has an effect ${rule.only.where} only`);
    }
    const needed = rule.needs?.(value);
    if (needed !== undefined && !able.supports.has(needed)) lacks ??= needed;
  }
  const limit = limitFault(options, operation);
  if (limit !== undefined) return limit;
  return lacks === undefined ? null : unsupported(able, lacks, operation, init);
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
  const { noDelay, keepAlive, trafficClass } = options;
  if (noDelay !== undefined) stream.setNoDelay(noDelay);
  if (keepAlive !== undefined) {
    stream.setKeepAlive(keepAlive !== false, typeof keepAlive === "number" ? keepAlive : undefined);
  }
  if (trafficClass !== undefined) stream.setTrafficClass(trafficClass);
  return null;
}

/** What a driver is asked for, with the defaults that are the same on every runtime. */
export function driverConnectOptions(options: ConnectOptions): DriverConnectOptions {
  const { local } = options;
  const asked = driverConnectionOptions(options);
  return local === undefined ? asked : { ...asked, local: { host: local.host, port: local.port ?? 0 } };
}

export function driverListenOptions(options: ListenOptions): DriverListenOptions {
  return {
    ...driverConnectionOptions(options),
    backlog: options.backlog,
    ipv6Only: options.ipv6Only ?? false,
    reusePort: options.reusePort ?? false,
    reuseAddress: options.reuseAddress ?? true,
    mode: options.mode,
  };
}

function driverConnectionOptions(options: ConnectionOptions & BufferOptions): DriverConnectOptions {
  return {
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive ?? false,
    trafficClass: options.trafficClass,
    receiveBuffer: options.receiveBuffer,
    sendBuffer: options.sendBuffer,
  };
}

/** Options that act where an address is bound. */
const bindingOptions = ["ipv6Only", "reusePort", "reuseAddress", "mode", "unlinkStale"] as const;

/** What is wrong with the options for a socket that is bound already. */
export function inheritedOptionsFault(options: ListenOptions, fd: number): SocketError | null {
  if (typeof options !== "object" || options === null) return null;
  const name = bindingOptions.find(
    (option) => options[option] !== undefined && (option === "reuseAddress" || options[option] !== false),
  );
  if (name === undefined) return null;
  const detail = `${name} has an effect where an address is bound, and descriptor ${fd} is bound already`;
  return new SocketError("EINVAL", "listen", { detail });
}

/** The addresses that can be connected to from `local`. @throws SocketError `EINVAL` where there is none */
export function reachableFrom(
  local: ConnectOptions["local"],
  addresses: readonly DriverAddress[],
  endpoint: Endpoint,
): readonly DriverAddress[] {
  const family = local?.host === undefined ? null : ipFamily(local.host);
  if (family === null) return addresses;
  const reachable = addresses.filter((address) => address.family === family);
  if (reachable.length > 0 || addresses.length === 0) return reachable;
  const detail = `local has the host ${shown(local?.host)}, from which no address of another family than ${family} can be reached`;
  throw new SocketError("EINVAL", "connect", { address: endpoint, detail });
}
