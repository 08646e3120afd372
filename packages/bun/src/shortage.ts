import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { kernel } from "./kernel.ts";
import type { NativeListener } from "./native.ts";

/**
 * Bun's loop does nothing when accept(2) fails with EMFILE: it is told again at once that somebody waits, and takes a
 * whole core until descriptors are free, without an event. So its listeners are deaf from when the last descriptors are
 * given out until there are some again; whoever connects meanwhile waits in the kernel's queue, and is served then.
 */
const MARGIN = 8;
const LOOK_AGAIN = 20;

interface Interest {
  readonly epoll: number;
  readonly events: number;
  readonly data: bigint;
}

const listeners = new Map<NativeListener, Interest | undefined>();
let deaf = false;
let nearlyAll = Number.POSITIVE_INFINITY;

export function startListening(listener: NativeListener): void {
  if (nearlyAll === Number.POSITIVE_INFINITY) nearlyAll = descriptorLimit() - MARGIN;
  listeners.set(listener, undefined);
  if (deaf) hear(listener, false);
}

export function stopListening(listener: NativeListener): void {
  listeners.delete(listener);
}

/** For each new connection: the system gives out the lowest free descriptor, so a high one is one of the last. */
export function countDescriptor(descriptor: number): void {
  if (descriptor < nearlyAll || deaf) return;
  deaf = true;
  for (const listener of listeners.keys()) hear(listener, false);
  lookAgain();
}

function lookAgain(): void {
  setTimeout(() => {
    if (isShort()) {
      lookAgain();
      return;
    }
    deaf = false;
    for (const listener of listeners.keys()) hear(listener, true);
  }, LOOK_AGAIN).unref();
}

function isShort(): boolean {
  try {
    const lowest = openSync("/dev/null", "r");
    closeSync(lowest);
    return lowest >= nearlyAll;
  } catch {
    return true;
  }
}

function hear(listener: NativeListener, on: boolean): void {
  const known = listeners.get(listener);
  if (known !== undefined && setInterest(listener, known, on)) return;
  // Bun has taken it out of that loop, or put it into another.
  const found = interestIn(listener.fd);
  listeners.set(listener, found);
  if (found !== undefined) setInterest(listener, found, on);
}

function setInterest(listener: NativeListener, { epoll, events, data }: Interest, on: boolean): boolean {
  return kernel().setInterest(epoll, listener.fd, on ? events : 0, data);
}

/** How Bun's loop waits for a descriptor (proc_pid_fdinfo(5)). `undefined` where even looking needs one too many. */
function interestIn(descriptor: number): Interest | undefined {
  const line = new RegExp(`^tfd:\\s*${descriptor} events:\\s*([0-9a-f]+) data:\\s*([0-9a-f]+)`, "m");
  try {
    for (const name of readdirSync("/proc/self/fd")) {
      if (!isEpoll(name)) continue;
      const [, events, data] = line.exec(readFileSync(`/proc/self/fdinfo/${name}`, "utf8")) ?? [];
      if (events === undefined || data === undefined) continue;
      return { epoll: Number(name), events: Number.parseInt(events, 16), data: BigInt(`0x${data}`) };
    }
  } catch {
    // Bun goes on as it would without this file.
  }
  return undefined;
}

function isEpoll(name: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${name}`) === "anon_inode:[eventpoll]";
  } catch {
    return false; // The folder's own descriptor is closed by now.
  }
}

/** The soft limit, RLIMIT_NOFILE. */
function descriptorLimit(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
