import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { type ExitStatus, UsageError, whyNotWritable } from "@anysock/conformance";

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

/**
 * Writes a report, after everything has been told: a disk that is full takes no result away. `-` is stdout, which then carries
 * it alone. Gives the exit status, which was `status` until then.
 */
export function writeReport(file: string, report: object, status: number): number {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  try {
    // What stdout says to it comes later, see `main`.
    if (file === "-") process.stdout.write(text);
    else writeFileSync(file, text);
    return status;
  } catch (error) {
    return sayUnwritten(`the report cannot be written to ${file}`, error, status);
  }
}

/** Says what could not be written. What was judged until then stays what it is; only a good end is none any more. */
export function sayUnwritten(what: string, error: unknown, status: number): number {
  process.stderr.write(`anysock: ${what}: ${error instanceof Error ? error.message : String(error)}\n`);
  return status === 0 ? UNWRITTEN : status;
}

const UNWRITTEN: ExitStatus = 4;
