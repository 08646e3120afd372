import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";

/** Why a report cannot be written to this file, as far as can be said before; `null`: nothing is known against it. `-` is stdout. */
export function whyNotWritable(file: string): string | null {
  if (file === "-") return null;
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) throw new Error("it is a folder");
    accessSync(there === undefined ? dirname(file) : file, constants.W_OK);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `cannot be written (${why}); accepted: a file in a folder that exists, or -`;
  }
}
