import { readdirSync, readlinkSync } from "node:fs";

/** Whether a process has this socket among its descriptors (proc(5): `fd`). */
export function holdsSocket(pid: number, socket: string): boolean {
  return socketsOf(pid).has(socket);
}

/** The first process that has one of these sockets; `null`: none that may be looked into. */
export function holderOf(sockets: ReadonlySet<string>): number | null {
  return holdersOf(sockets).next().value ?? null;
}

/** Each process that has one of these sockets and may be looked into. */
export function* holdersOf(sockets: ReadonlySet<string>): Generator<number, undefined> {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  for (const pid of pids.map(Number)) if ([...socketsOf(pid)].some((socket) => sockets.has(socket))) yield pid;
  return undefined;
}

/** `socket:[INODE]` of every socket that a process has; none where it has gone, or is not ours to look into. */
export function socketsOf(pid: number): ReadonlySet<string> {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((descriptor) => linkOf(`/proc/${pid}/fd/${descriptor}`));
    return new Set(links.filter((link) => link.startsWith("socket:")));
  } catch {
    return new Set();
  }
}

/** The network namespace of a process: a container has one of its own, in which the same address is another one. */
export function namespaceOf(pid: number | "self"): string {
  return linkOf(`/proc/${pid}/ns/net`);
}

/** Empty where it has gone meanwhile. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
