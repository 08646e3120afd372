import { type Operation, SocketError } from "./error.ts";
import { quoted, shown } from "./shown.ts";
import { zoneFault } from "./zone.ts";

/** A bound or connected address, as the kernel knows it. An IPv4 peer of a dual-stack socket is `ipv6 ::ffff:…`. */
export type Address =
  | { readonly family: "ipv4" | "ipv6"; readonly host: string; readonly port: number }
  | { readonly family: "unix"; readonly path: string | null };

/**
 * Where to connect or listen. A link-local IPv6 address needs its zone, the name of an interface: `fe80::1%eth0` (RFC 4007).
 * A `path` that begins with NUL is an abstract Unix address (Linux, unix(7)).
 */
export type Endpoint = { readonly host?: string; readonly port: number } | { readonly path: string };

/** Bytes of a Unix path, without its closing NUL (unix(7): `sun_path` has 108). */
export const MAX_UNIX_PATH = 107;

/** `tcp://127.0.0.1:7`, `tcp://[::1]:7`, `unix:/run/echo.sock`, `unix:@abstract`, `unix:` for an unnamed socket. @throws SocketError `EINVAL` */
export function formatAddress(address: Address, scheme: "tcp" | "udp" = "tcp"): string {
  mustBeWritable(address, scheme);
  if (!Object.hasOwn(addressKeys, address.family))
    throw invalid(`family ${shown(address.family)} is none of ${families}`);
  if (address.family === "unix" ? !("path" in address) : typeof address.host !== "string") {
    throw invalid(`an address of ${address.family} has ${addressKeys[address.family].join(", ")}`);
  }
  return addressText(address, scheme);
}

/** As {@link formatAddress}; a missing host is left out: `tcp://:7`. @throws SocketError `EINVAL` */
export function formatEndpoint(endpoint: Endpoint, scheme: "tcp" | "udp" = "tcp"): string {
  mustBeWritable(endpoint, scheme);
  if ("path" in endpoint && endpoint.path === null) throw invalid("path null is not a string");
  return endpointText(endpoint, scheme);
}

/** Only that it can be written: an address that the kernel tells has no zone on some runtimes. */
function mustBeWritable(at: unknown, scheme: unknown): void {
  if (typeof at !== "object" || at === null) throw invalid(`${shown(at)} is not an address`);
  if (scheme !== "tcp" && scheme !== "udp") throw invalid(`scheme ${shown(scheme)} is neither tcp nor udp`);
  const { host, port, path } = at as Readonly<Record<string, unknown>>;
  if ("path" in at) {
    if (typeof path !== "string" && path !== null) throw invalid(`path ${shown(path)} is neither a string nor null`);
    return;
  }
  if (host !== undefined && typeof host !== "string") throw invalid(`host ${shown(host)} is not a string`);
  if (!isPort(port)) throw invalid(`port ${shown(port)} ${A_PORT}`);
}

/** As {@link formatAddress}, of what has been checked. */
export function addressText(address: Address, scheme: "tcp" | "udp" = "tcp"): string {
  if (address.family === "unix") return formatPath(address.path ?? "");
  return `${scheme}://${bracketed(address.host)}:${address.port}`;
}

/** As {@link formatEndpoint}, of what has been checked. */
export function endpointText(endpoint: Endpoint, scheme: "tcp" | "udp" = "tcp"): string {
  if ("path" in endpoint) return formatPath(endpoint.path);
  return `${scheme}://${bracketed(endpoint.host ?? "")}:${endpoint.port}`;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** `@` stands for the NUL of an abstract name, so a file whose name begins with it is written `./@`. */
function formatPath(path: string): string {
  if (path.startsWith("@")) return `unix:./${path}`;
  return path.startsWith("\0") ? `unix:@${path.slice(1)}` : `unix:${path}`;
}

/** Reads what {@link formatEndpoint} writes: `tcp://host:port`, `udp://host:port`, `unix:/path`, `unix:@abstract`.
 * @throws SocketError `EINVAL`, `ENAMETOOLONG` */
export function parseEndpoint(text: string): { scheme: "tcp" | "udp" | "unix"; endpoint: Endpoint } {
  if (typeof text !== "string") throw invalid(`${shown(text)} is not an address in text: ${EXPECTED}`);
  if (text.startsWith("unix:")) {
    const rest = text.slice("unix:".length);
    const path = rest.startsWith("@") ? `\0${rest.slice(1)}` : rest;
    return { scheme: "unix", endpoint: validEndpoint({ path }) };
  }
  const match = /^(tcp|udp):\/\/(?:\[([^\]]*)\]|([^:[\]/]*)):(\d+)$/.exec(text);
  if (match === null) {
    const slip = slips.find(([pattern]) => pattern.test(text))?.[1] ?? "";
    throw invalid(`${quoted(text)} is not an address: ${slip}${EXPECTED}`);
  }
  const [, scheme, bracketed, plain, port] = match;
  if (bracketed !== undefined && ipFamily(bracketed) !== "ipv6") throw invalid(`[${bracketed}] is not an IPv6 address`);
  const host = bracketed ?? plain ?? "";
  const endpoint = host === "" ? { port: Number(port) } : { host, port: Number(port) };
  return { scheme: scheme as "tcp" | "udp", endpoint: validEndpoint(endpoint) };
}

const EXPECTED = "expected tcp://HOST:PORT or unix:/PATH";

/** What people forget, and how an address that lacks it looks. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/^(?:tcp|udp):\/\/[^:[\]/]*:[^[\]/]*:[^[\]/]*$/, "an IPv6 address needs brackets, as in tcp://[::1]:7000; "],
  [/^(?:tcp|udp):\/\/(?:\[[^\]]*\]|[^:[\]/]*):?$/, "it has no port; "],
];

/** The endpoint itself, checked: port 0 to 65535, a host that can be one, a path that fits. An error names the operation that it is for,
 * and the option that has it. @throws SocketError `EINVAL`, `ENAMETOOLONG` */
export function validEndpoint(endpoint: Endpoint, operation: Operation = "address", option?: string): Endpoint {
  const refuse = (detail: string): SocketError => invalid(detail, operation, option);
  const expected = isOfDatagrams(operation) ? "expected { host, port }" : "expected { host, port } or { path }";
  if (typeof endpoint !== "object" || endpoint === null) {
    throw refuse(`${shown(endpoint)} is not an endpoint: ${expected}`);
  }
  const unknown = Object.keys(endpoint).find((key) => !["host", "port", "path"].includes(key));
  if (unknown !== undefined)
    throw refuse(`an endpoint has no ${unknown}: ${expected} (options are the second argument)`);
  if ("path" in endpoint) {
    if ("port" in endpoint || "host" in endpoint) throw refuse("an endpoint has either a port or a path, not both");
    return validPath(endpoint, operation, option);
  }
  const { host, port } = endpoint;
  if (!isPort(port)) throw refuse(`port ${shown(port)} ${A_PORT}`);
  if (host !== undefined && !isHost(host)) {
    const given = shown(host);
    const hint = given.startsWith('"[') ? " (write IPv6 without brackets)" : "";
    throw refuse(`host ${given} is neither an IP address nor a name${hint}`);
  }
  const fault = host === undefined ? undefined : zoneFault(host);
  if (fault !== undefined) throw refuse(`host ${shown(host)}: ${fault}`);
  return endpoint;
}

function isOfDatagrams(operation: Operation): boolean {
  return operation === "bind" || operation === "send";
}

const A_PORT = "is not an integer from 0 to 65535";

function isPort(port: unknown): port is number {
  return typeof port === "number" && Number.isInteger(port) && port >= 0 && port <= 65535;
}

/** What the two kinds of `Address` are made of. */
const addressKeys: Readonly<Record<Address["family"], readonly string[]>> = {
  ipv4: ["family", "host", "port"],
  ipv6: ["family", "host", "port"],
  unix: ["family", "path"],
};

const families = Object.keys(addressKeys).join(", ");

/** The endpoint of an `Address`, which is accepted where an `Endpoint` is, and checked no less: `connect(listener.address)`. */
export function plainEndpoint(at: Endpoint | Address, operation: Operation, option?: string): Endpoint {
  if (typeof at !== "object" || at === null || !("family" in at)) return at;
  const { family } = at;
  if (typeof family !== "string" || !Object.hasOwn(addressKeys, family)) {
    throw invalid(`family ${shown(family)} is none of ${families}`, operation, option);
  }
  const known = addressKeys[family];
  const unknown = Object.keys(at).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const detail = `an address of ${family} has no ${unknown}: expected { ${known.join(", ")} } (options are the second argument)`;
    throw invalid(detail, operation, option);
  }
  if (at.family === "unix") {
    if (at.path === null) throw invalid("a Unix socket without a path cannot be reached by others", operation, option);
    return { path: at.path };
  }
  const { host, port } = at;
  if (typeof host !== "string" || ipFamily(host) !== family) {
    throw invalid(`host ${shown(host)} is not an address of ${family}`, operation, option);
  }
  return { host, port };
}

function validPath(endpoint: { readonly path: string }, operation: Operation, option: string | undefined): Endpoint {
  const { path } = endpoint;
  if (typeof path !== "string" || path === "" || path === "\0") {
    throw invalid(`path ${shown(path)} is not a Unix path, which is a non-empty string`, operation, option);
  }
  // Half a surrogate pair has no bytes in UTF-8, and what is put in its place names another file.
  if (!path.isWellFormed()) throw invalid(`Unix path ${quoted(path)} is no well-formed Unicode`, operation, option);
  if (path.indexOf("\0", 1) !== -1) throw invalid(`Unix path ${quoted(path)} has a NUL inside`, operation, option);
  const bytes = new TextEncoder().encode(path).length;
  if (bytes > MAX_UNIX_PATH) {
    const detail = `${bytes} bytes; a Unix path has at most ${MAX_UNIX_PATH}: use a shorter folder`;
    throw new SocketError("ENAMETOOLONG", operation, { address: endpoint, detail });
  }
  return endpoint;
}

/** A name by RFC 1123 (underscores allowed, as resolvers do), or an IP literal; at most 253 characters (RFC 1035, 2.3.4). */
function isHost(host: unknown): host is string {
  if (typeof host !== "string") return false;
  if (ipFamily(host) !== null) return true;
  // A name that ends in a number is an address to some resolvers (inet_aton takes 127.1 and 0x7f000001) and not to others.
  if (/(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i.test(host) || host.length > 253) return false;
  return /^(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))*\.?$/.test(host);
}

/** The family of an IP literal, or `null` for anything else. An IPv6 zone (`fe80::1%eth0`, RFC 4007) is allowed. */
export function ipFamily(host: string): "ipv4" | "ipv6" | null {
  if (typeof host !== "string") return null;
  if (isIpv4(host)) return "ipv4";
  return isIpv6(host) ? "ipv6" : null;
}

function isIpv4(host: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(host);
}

/** RFC 4291, 2.2: eight groups of hex digits, one `::`, possibly an IPv4 address as the last two groups. */
function isIpv6(host: string): boolean {
  const [address = "", zone, ...rest] = host.split("%");
  if (rest.length > 0) return false;
  // RFC 6874, 2: the characters that a zone can have in a URI.
  if (host.includes("%") && !/^[\w.~-]+$/.test(zone ?? "")) return false;
  const halves = address.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const all = groups.flat();
  const last = all.at(-1);
  const endsInIpv4 = last?.includes(".") === true && address.endsWith(last);
  if (endsInIpv4 && !isIpv4(last)) return false;
  const hex = endsInIpv4 ? all.slice(0, -1) : all;
  if (!hex.every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  const count = hex.length + (endsInIpv4 ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

function invalid(detail: string, operation: Operation = "address", option?: string): SocketError {
  return new SocketError("EINVAL", operation, { detail: option === undefined ? detail : `${option}: ${detail}` });
}
