import { readFileSync, readlinkSync } from "node:fs";
import process from "node:process";
import { type Address, decodeSocketAddress, Failure } from "@anysock/core";

export const environment: { pid: () => number; variable: (name: string) => string | undefined } = {
  pid: () => process.pid,
  variable: (name) => process.env[name],
};

/**
 * Node tells nothing of a descriptor before it has taken it over: the kernel's tables do (proc_pid_net(5)), of this network namespace.
 * @throws Failure `EINVAL` where it is no stream socket that listens
 */
export function inheritedAddress(fd: number): Address {
  const inode = inodeOf(fd);
  if (inode === undefined) throw notOne(fd, "is no open socket");
  const address = unixSocket(inode) ?? tcpSocket("tcp", inode) ?? tcpSocket("tcp6", inode);
  if (address === undefined) throw notOne(fd, "is no stream socket that listens");
  return address;
}

function notOne(fd: number, what: string): Failure {
  return new Failure("EINVAL", undefined, `descriptor ${fd} ${what}`);
}

function inodeOf(fd: number): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1];
  } catch {
    return undefined;
  }
}

/** `Num RefCount Protocol Flags Type St Inode Path`: one that accepts (__SO_ACCEPTCON), of type 1 (SOCK_STREAM). */
function unixSocket(inode: string): Address | undefined {
  const line = new RegExp(`^\\w+: \\w+ \\w+ 00010000 0001 \\w+ +${inode} (.+)$`, "m").exec(table("unix"));
  const path = line?.[1];
  return path === undefined ? undefined : { family: "unix", path: path.replace(/^@/, "\0") };
}

/** One in state LISTEN (0A). */
function tcpSocket(name: "tcp" | "tcp6", inode: string): Address | undefined {
  const line = new RegExp(`^ *\\d+: (\\w+):(\\w+) 0+:0+ 0A (?:\\S+ +){5}${inode} `, "m").exec(table(name));
  if (line === null) return undefined;
  const [, words = "", port = ""] = line;
  // Each word of four bytes stands there as a number of this machine, which is little-endian wherever Node.js runs on Linux.
  const host = [...words.matchAll(/(..)(..)(..)(..)/g)].map((word) => word.slice(1).reverse().join("")).join("");
  const at = name === "tcp" ? "0200" : "0a00";
  const bytes = Buffer.from(`${at}${port}${name === "tcp" ? "" : "00000000"}${host}`, "hex");
  return decodeSocketAddress(bytes) ?? undefined;
}

function table(name: string): string {
  return readFileSync(`/proc/self/net/${name}`, "latin1");
}
