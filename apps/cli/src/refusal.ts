import { readdirSync, readFileSync } from "node:fs";
import { UsageError, whyNotWritable } from "@anysock/conformance/start";

/**
 * Refuses a file that cannot be written, before anything starts.
 * @throws UsageError
 */
export function checkWritable(file: string): void {
  const why = whyNotWritable(file);
  if (why !== null) throw new UsageError(`--json ${file}: ${why}`);
}

/**
 * Refuses a process whose descriptors and memory cannot be read, before anything starts.
 * @throws UsageError
 */
export function checkProcess(pid: number): void {
  try {
    readFileSync(`/proc/${pid}/status`);
    readdirSync(`/proc/${pid}/fd`);
  } catch {
    throw new UsageError(`--pid ${pid}: there is no such process on this machine, or it is not yours to look into`);
  }
}
