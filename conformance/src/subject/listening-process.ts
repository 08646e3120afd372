import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { parseAddress } from "../agent/raw-address.ts";

/** Linux, include/net/tcp_states.h. */
const TCP_LISTEN = "0A";
/** Linux, include/uapi/linux/net.h: the socket listens. */
const SO_ACCEPTCON = "00010000";

/**
 * Why this process cannot be the server at this address: a socket listens there, and it is another process's. `null` where it is
 * the process's own, or where nobody can tell: nothing listens there, another machine or another network namespace.
 */
export function whyNotListening(pid: number, address: string): string | null {
  if (!isOfThisMachine(address) || namespaceOf(pid) !== namespaceOf("self")) return null;
  const sockets = listeningAt(address);
  if (sockets.size === 0 || holds(pid, sockets)) return null;
  const owner = readdirSync("/proc").find((name) => /^\d+$/.test(name) && holds(Number(name), sockets));
  return `that process does not listen at ${address}${owner === undefined ? "" : `; process ${owner} does`}`;
}

function isOfThisMachine(address: string): boolean {
  const endpoint = parseAddress(address);
  if ("path" in endpoint || endpoint.host.startsWith("127.")) return true;
  return Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === endpoint.host));
}

/** The network namespace of a process: a container has one of its own, in which the same address is another one. */
function namespaceOf(pid: number | "self"): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return null;
  }
}

/** `socket:[INODE]` of every socket that listens at this path, or at this port of any address (proc(5): `net/tcp`, `net/unix`). */
function listeningAt(address: string): ReadonlySet<string> {
  const endpoint = parseAddress(address);
  const rows = "path" in endpoint ? unixRows(endpoint.path) : tcpRows(endpoint.port);
  return new Set(rows.map((inode) => `socket:[${inode}]`));
}

function tcpRows(port: number): readonly (string | undefined)[] {
  const place = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return [...table("tcp"), ...table("tcp6")]
    .map((line) => line.trim().split(/ +/))
    .filter(([, local, , state]) => state === TCP_LISTEN && local?.endsWith(place))
    .map((fields) => fields[9]);
}

function unixRows(path: string): readonly (string | undefined)[] {
  const name = path.replaceAll("\0", "@");
  return table("unix")
    .map((line) => /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+) (.*)$/.exec(line))
    .filter((row) => row?.[1] === SO_ACCEPTCON && row[3] === name)
    .map((row) => row?.[2]);
}

function table(name: "tcp" | "tcp6" | "unix"): readonly string[] {
  try {
    return readFileSync(`/proc/net/${name}`, "utf8").split("\n").slice(1);
  } catch {
    return [];
  }
}

function holds(pid: number, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => sockets.has(linkOf(`/proc/${pid}/fd/${descriptor}`)));
  } catch {
    return false;
  }
}

/** Empty where the descriptor was closed meanwhile. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
