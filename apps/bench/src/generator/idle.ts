import { readFileSync } from "node:fs";
import type { IdleOrder, IdleSample } from "../order.ts";
import { allowDescriptors } from "./descriptor-limit.ts";
import { SILENCE, silent } from "./load.ts";
import { EPOLLIN, Poller } from "./poller.ts";
import { close, connectTo, loopback, NOTHING, receive, sendAll, shutdownWrite } from "./socket.ts";

/** Connections that are opened at once: fewer than any backlog, beyond which connect(2) would wait for a second. */
const AT_ONCE = 100;
/** Descriptors that a program has open besides its connections. */
const BESIDES = 100;
const MESSAGE = 64;

/** Memory is at rest when it has changed by no more than this in so many looks, so many milliseconds apart. */
const STILL = 64 * 1024;
const LOOKS = 10;
const BETWEEN = 100;
/** A program that never comes to rest is measured as it is after so many looks. */
const MOST_LOOKS = 100;

/**
 * What a server's memory is before and with so many connections, each of which has had a message echoed, by which it is known to
 * be served, and is then idle.
 */
export function holdIdle({ port, pid, connections }: IdleOrder): IdleSample {
  const poller = new Poller();
  const server = loopback(port);
  allowDescriptors(process.pid, "the load generator", connections + BESIDES);
  allowDescriptors(pid, "the server", connections + BESIDES);
  const before = memoryAtRest(pid);
  const descriptors: number[] = [];
  while (descriptors.length < connections) {
    const first = descriptors.length;
    const last = Math.min(first + AT_ONCE, connections);
    for (let number = first; number < last; number++) {
      const descriptor = connectTo(server);
      descriptors.push(descriptor);
      poller.add(descriptor, EPOLLIN, number);
      sendAll(descriptor, 0, MESSAGE);
    }
    forEach(poller, last - first, "a connection's first message is not echoed", (number) => {
      const count = receive(descriptors[number] as number, 0, MESSAGE + 1, true);
      if (count === 0) throw ended();
      if (count !== NOTHING && count !== MESSAGE) throw new Error(`${MESSAGE} bytes came back as ${count}`);
      return count === MESSAGE;
    });
  }
  const after = memoryAtRest(pid);
  for (const descriptor of descriptors) {
    if (receive(descriptor, 0, 1, false) !== NOTHING) throw ended();
    shutdownWrite(descriptor);
  }
  forEach(poller, connections, "a connection that was idle does not end after our FIN", (number) => {
    const descriptor = descriptors[number] as number;
    const count = receive(descriptor, 0, 1, false);
    if (count > 0) throw new Error("the server sent more than it was sent");
    if (count === 0) close(descriptor);
    return count === 0;
  });
  poller.close();
  return { before, after };
}

function ended(): Error {
  return new Error("the server did not leave a connection alone that was idle");
}

/** Until `act` has said of so many connections that they are done. */
function forEach(poller: Poller, count: number, missing: string, act: (number: number) => boolean): void {
  for (let left = count; left > 0; ) {
    const ready = poller.wait(SILENCE);
    if (ready === 0) throw silent(missing);
    for (let nth = 0; nth < ready; nth++) if (act(poller.numberOf(nth))) left--;
  }
}

function memoryAtRest(pid: number): number {
  const timer = new Poller();
  let still = 0;
  let memory = privateMemory(pid);
  for (let look = 0; look < MOST_LOOKS && still < LOOKS; look++) {
    timer.wait(BETWEEN);
    const now = privateMemory(pid);
    still = Math.abs(now - memory) <= STILL ? still + 1 : 0;
    if (still === 0) memory = now;
  }
  timer.close();
  return memory;
}

/**
 * Bytes of memory that only this process has, without what it has given back and the kernel takes when it needs it (proc(5): `Anonymous`,
 * `LazyFree`): JavaScriptCore and V8 do so with what their collectors free.
 */
function privateMemory(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kibibytes = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m").exec(rollup)?.[1]);
  return (kibibytes("Anonymous") - kibibytes("LazyFree")) * 1024;
}
