import { accessSync, closeSync, constants, lstatSync, openSync, readlinkSync, statSync, unlinkSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";

/** Why a report cannot be written to this file, as far as can be said before; `null`: nothing is known against it. `-` is stdout. */
export function whyNotWritable(file: string): string | null {
  if (file === "-") return null;
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) throw new Error("it is a folder");
    if (there === undefined) {
      // Only the attempt tells: root may write in each folder, but not everything that looks like one takes files. Exclusively, so
      // that what is taken away again is what was made here.
      const made = endOfLinks(file);
      closeSync(openSync(made, "ax"));
      unlinkSync(made);
    } else accessSync(file, constants.W_OK);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `cannot be written (${why}); accepted: a file in a folder that exists, or -`;
  }
}

/** Writing to a link that leads nowhere makes the file that it names; making it exclusively does not follow the link (open(2), O_EXCL). */
function endOfLinks(file: string): string {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return file;
  const target = readlinkSync(file);
  // Not `resolve`: `..` behind a link to a folder is that folder's parent, which the system knows.
  return endOfLinks(isAbsolute(target) ? target : `${dirname(file)}/${target}`);
}
