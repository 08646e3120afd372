import { ptr } from "bun:ffi";
import { failed, libc, RLIMIT_NOFILE } from "./libc.ts";

/**
 * Raises how many descriptors a process may have open, as far as it may raise that itself: prlimit(2).
 * @throws Error where that is too few.
 */
export function allowDescriptors(pid: number, name: string, needed: number): void {
  const limit = new BigUint64Array(2);
  if (libc.prlimit(pid, RLIMIT_NOFILE, null, ptr(limit)) < 0) throw failed(`prlimit of ${name}`);
  const [soft = 0n, hard = 0n] = limit;
  if (soft >= BigInt(needed)) return;
  if (hard < BigInt(needed)) {
    throw new Error(
      `${name} may have ${hard} descriptors open, and needs ${needed}: raise the hard limit (as root ulimit -Hn ${needed}, or docker run --ulimit nofile=${needed})`,
    );
  }
  limit[0] = hard;
  if (libc.prlimit(pid, RLIMIT_NOFILE, ptr(limit), null) < 0) throw failed(`prlimit of ${name}`);
}
