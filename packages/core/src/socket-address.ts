import type { Address } from "./address.ts";
import { inHexadecimal } from "./dotted-end.ts";
import type { DriverAddress } from "./driver.ts";
import { zoneOf } from "./zone.ts";

/** The numbers of Linux (bits/socket.h), for drivers that make their sockets by system calls. */
export const socketFamily: Readonly<Record<Address["family"], number>> = { unix: 1, ipv4: 2, ipv6: 10 };

/** For a driver: the `struct sockaddr` of Linux; `indexOf` is if_nametoindex(3), for the zone of an IPv6 address. */
export function encodeSocketAddress(at: DriverAddress, indexOf: (zone: string) => number): Uint8Array<ArrayBuffer> {
  if (at.family === "unix") return unixSocketAddress(at.path);
  const bytes = new Uint8Array(at.family === "ipv6" ? 28 : 16);
  const fields = new DataView(bytes.buffer);
  fields.setUint16(0, socketFamily[at.family], true);
  fields.setUint16(2, at.port);
  const [host = ""] = at.host.split("%");
  bytes.set(at.family === "ipv6" ? ipv6Bytes(host) : ipv4Bytes(host), at.family === "ipv6" ? 8 : 4);
  const zone = at.family === "ipv6" ? zoneOf(at.host) : undefined;
  if (zone !== undefined) fields.setUint32(24, Number(zone) || indexOf(zone), true);
  return bytes;
}

/** A path with its closing NUL; an abstract name ends with the address's length instead (unix(7)). */
function unixSocketAddress(path: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(path.startsWith("\0") ? path : `${path}\0`);
  const bytes = new Uint8Array(2 + text.length);
  new DataView(bytes.buffer).setUint16(0, socketFamily.unix, true);
  bytes.set(text, 2);
  return bytes;
}

/** For a driver: what getsockname(2) and getpeername(2) of Linux fill in; `null` for any other family. */
export function decodeSocketAddress(bytes: Uint8Array): Address | null {
  const fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = fields.getUint16(0, true);
  if (family === socketFamily.unix) return { family: "unix", path: unixPath(bytes.subarray(2)) };
  if (family === socketFamily.ipv4) {
    return { family: "ipv4", host: bytes.subarray(4, 8).join("."), port: fields.getUint16(2) };
  }
  if (family !== socketFamily.ipv6) return null;
  return { family: "ipv6", host: ipv6Text(bytes.subarray(8, 24)), port: fields.getUint16(2) };
}

function unixPath(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return null;
  const isAbstract = bytes[0] === 0;
  const end = isAbstract ? -1 : bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function ipv4Bytes(host: string): number[] {
  return host.split(".").map(Number);
}

/** Of a valid address (RFC 4291, 2.2). */
function ipv6Bytes(host: string): number[] {
  const [head = [], tail] = inHexadecimal(host).split("::").map(groupBytes);
  return tail === undefined ? head : [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

function groupBytes(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** RFC 5952: the longest run of two zero groups or more is `::`, and a mapped IPv4 address ends in dots. */
function ipv6Text(bytes: Uint8Array): string {
  const isMapped = bytes.subarray(0, 12).every((byte, at) => byte === (at < 10 ? 0 : 0xff));
  if (isMapped) return `::ffff:${bytes.subarray(12).join(".")}`;
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  const runs = [
    ...groups
      .map((group) => (group === "0" ? "0" : "-"))
      .join("")
      .matchAll(/00+/g),
  ];
  const longest = runs.reduce(
    (best, run) => (run[0].length > best.length ? { at: run.index, length: run[0].length } : best),
    {
      at: -1,
      length: 0,
    },
  );
  if (longest.at === -1) return groups.join(":");
  return `${groups.slice(0, longest.at).join(":")}::${groups.slice(longest.at + longest.length).join(":")}`;
}
