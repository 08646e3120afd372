import { readFileSync } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import { parseAddress } from "../agent/raw-address.ts";

/** Linux, include/net/tcp_states.h. */
const TCP_LISTEN = "0A";
/** Linux, include/uapi/linux/net.h: the socket listens. */
const SO_ACCEPTCON = "00010000";
/** `inode` of a socket that no program has: it is not accepted yet, or closed already. */
const NOBODYS = "0";

/** One end of a TCP connection, as this machine has it. */
export interface TcpEnd {
  /** Bytes in its send queue, which the other end has not acknowledged. */
  readonly unsent: number;
  /** Bytes in its receive queue. */
  readonly unread: number;
  /** `socket:[INODE]`, as it stands in the descriptors of a process; `null`: no program has it. */
  readonly socket: string | null;
}

/**
 * The end of a TCP connection that has these addresses. What a socket of IPv6 has with a peer of IPv4 is in the table of IPv6,
 * by its mapped address (RFC 4291, 2.5.5.2), whatever its peer's own socket is. `null`: no such end is on this machine.
 */
export function tcpEnd(local: string, remote: string): TcpEnd | null {
  const [here, there] = [placeOf(local), placeOf(remote)];
  if (here === null || there === null) return null;
  const row = rowAt("tcp", `${here.ipv4} ${there.ipv4}`) ?? rowAt("tcp6", `${here.ipv6} ${there.ipv6}`);
  if (row === null) return null;
  const [unsent = "", unread = ""] = row[4]?.split(":") ?? [];
  return { unsent: Number.parseInt(unsent, 16), unread: Number.parseInt(unread, 16), socket: socketOf(row[9]) };
}

/** The sockets that listen at this address: by its own name, and for TCP at any address of its port. */
export function listenersAt(address: string): ReadonlySet<string> {
  const endpoint = parseAddress(address);
  if ("path" in endpoint) {
    const name = endpoint.path.replaceAll("\0", "@");
    return new Set(unixRows().flatMap((row) => (row.listens && row.name === name ? [row.socket] : [])));
  }
  const place = placeOf(address);
  const any = placeOf(`tcp://0.0.0.0:${endpoint.port}`);
  const anyIpv6 = placeOf(`tcp://[::]:${endpoint.port}`);
  const places = [place?.ipv4, place?.ipv6, any?.ipv4, any?.ipv6, anyIpv6?.ipv6];
  const sockets = [...rowsOf("tcp"), ...rowsOf("tcp6")]
    .filter(([, local, , state]) => state === TCP_LISTEN && places.includes(local))
    .flatMap((row) => socketOf(row[9]) ?? []);
  return new Set(sockets);
}

/**
 * The UDP sockets that a datagram to this address may go to: those that are bound to it, else those that are bound to any address of its port,
 * which the kernel takes where no other fits better (net/ipv4/udp.c, `compute_score`).
 */
export function receiversAt(address: string): ReadonlySet<string> {
  const endpoint = parseAddress(address);
  if ("path" in endpoint) return new Set();
  const place = placeOf(address);
  const any = placeOf(`udp://0.0.0.0:${endpoint.port}`);
  const anyIpv6 = placeOf(`udp://[::]:${endpoint.port}`);
  const isIpv4 = place?.ipv4 !== null;
  const ranks = [
    [place?.ipv4, place?.ipv6],
    [...(isIpv4 ? [any?.ipv4, any?.ipv6] : []), anyIpv6?.ipv6],
  ];
  const rows = [...rowsOf("udp"), ...rowsOf("udp6")];
  for (const places of ranks) {
    const sockets = rows.filter(([, local]) => places.includes(local)).flatMap((row) => socketOf(row[9]) ?? []);
    if (sockets.length > 0) return new Set(sockets);
  }
  return new Set();
}

/** The Unix sockets that a listener has made: each has the listener's name, and listens not. */
export function acceptedUnixSockets(): ReadonlySet<string> {
  return new Set(unixRows().flatMap(({ listens, name, socket }) => (listens || name === "" ? [] : [socket])));
}

/** An address as the tables have it, in the machine's own order of bytes; `null` where it is none of IP. */
function placeOf(address: string): { readonly ipv4: string | null; readonly ipv6: string } | null {
  if (!/^(?:tcp|udp):/.test(address)) return null;
  const endpoint = parseAddress(address);
  if ("path" in endpoint) return null;
  const words = wordsOf(endpoint.host);
  if (words === null) return null;
  const port = hex(endpoint.port, 4);
  const ipv4 = words.startsWith(MAPPED) ? `${words.slice(MAPPED.length)}:${port}` : null;
  return { ipv4, ipv6: `${words}:${port}` };
}

const MAPPED = "0000000000000000FFFF0000";

/** `0000000000000000FFFF00000100007F` of 127.0.0.1 and of ::ffff:127.0.0.1: four words of four bytes, each turned round. */
function wordsOf(host: string): string | null {
  if (isIPv4(host)) {
    return `${MAPPED}${host
      .split(".")
      .reverse()
      .map((byte) => hex(Number(byte), 2))
      .join("")}`;
  }
  const [plain = ""] = host.split("%");
  if (!isIPv6(plain)) return null;
  // A URL writes the last four bytes as two groups of hexadecimal, too.
  const [head = "", tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string | undefined): string[] => (text ? text.split(":") : []);
  const [first, last] = [groups(head), groups(tail)];
  const all = [...first, ...Array<string>(8 - first.length - last.length).fill("0"), ...last];
  const bytes = all
    .map((group) => group.padStart(4, "0"))
    .join("")
    .toUpperCase();
  return (bytes.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).reverse().join("")).join("");
}

/** The fields of the row that has these two addresses. */
function rowAt(name: "tcp" | "tcp6", ends: string): readonly string[] | null {
  const text = table(name);
  const at = text.indexOf(` ${ends} `);
  if (at === -1) return null;
  const [begin, end] = [text.lastIndexOf("\n", at) + 1, text.indexOf("\n", at)];
  return fieldsOf(text.slice(begin, end === -1 ? undefined : end));
}

function rowsOf(name: Exclude<TableName, "unix">): readonly (readonly string[])[] {
  return table(name).split("\n").slice(1).map(fieldsOf);
}

function fieldsOf(row: string): readonly string[] {
  return row.trim().split(/ +/);
}

interface UnixRow {
  readonly listens: boolean;
  readonly socket: string;
  readonly name: string;
}

function unixRows(): readonly UnixRow[] {
  return table("unix")
    .split("\n")
    .map((line) => /^\S+: \S+ \S+ (\S+) \S+ \S+ +(\d+) ?(.*)$/.exec(line))
    .flatMap((row) => {
      const socket = socketOf(row?.[2]);
      return socket === null ? [] : [{ listens: row?.[1] === SO_ACCEPTCON, socket, name: row?.[3] ?? "" }];
    });
}

function socketOf(inode: string | undefined): string | null {
  return inode === undefined || inode === NOBODYS ? null : `socket:[${inode}]`;
}

type TableName = "tcp" | "tcp6" | "udp" | "udp6" | "unix";

/** Empty where the system has no such table (proc(5): `net/tcp`, `net/udp`, `net/unix`). */
function table(name: TableName): string {
  try {
    return readFileSync(`/proc/net/${name}`, "utf8");
  } catch {
    return "";
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
