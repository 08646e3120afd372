import { accessSync, constants, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { UsageError } from "@anysock/conformance";

/**
 * Refuses a file that cannot be written, before anything starts.
 * @throws UsageError
 */
export function checkWritable(file: string): void {
  if (file === "-") return;
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw new Error("it is a folder");
    accessSync(there === undefined ? dirname(file) : file, constants.W_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--json ${file}: cannot be written (${why}); accepted: a file in a folder that exists, or -`);
  }
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

/** Writes a report; `-` is stdout, which then carries it alone. */
export function writeReport(file: string, report: object): void {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (file === "-") process.stdout.write(text);
  else writeFileSync(file, text);
}
