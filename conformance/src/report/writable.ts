import { accessSync, closeSync, constants, openSync, statSync, unlinkSync } from "node:fs";

/** Why a report cannot be written to this file, as far as can be said before; `null`: nothing is known against it. `-` is stdout. */
export function whyNotWritable(file: string): string | null {
  if (file === "-") return null;
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) throw new Error("it is a folder");
    if (there === undefined) {
      // Only the attempt tells: root may write in each folder, but not everything that looks like one takes files.
      closeSync(openSync(file, "ax"));
      unlinkSync(file);
    } else accessSync(file, constants.W_OK);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `cannot be written (${why}); accepted: a file in a folder that exists, or -`;
  }
}
