import { accessSync, constants, statSync, writeFileSync } from "node:fs";
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

/** Writes a report; `-` is stdout, which then carries it alone. */
export function writeReport(file: string, report: object): void {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (file === "-") process.stdout.write(text);
  else writeFileSync(file, text);
}
