import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../run/usage-error.ts";

/** Bytes of a Unix path (unix(7): `sun_path` has 108 with its closing NUL). */
const LONGEST_PATH = 107;
/** Bytes behind the folder for temporary files: `/anysock-`, six of mkdtemp(3)'s own, `/`, and a name with room for what a case appends. */
const BELOW = "/anysock-".length + 6 + "/".length + 24;

/**
 * A new folder for Unix sockets. Where the one for temporary files has too long a name, or cannot be written, it is in `/tmp`: what
 * the kernel refuses for its length says nothing about whoever is judged.
 * @throws UsageError where neither can be used.
 */
export function makeSocketFolder(candidates: readonly string[] = [tmpdir(), "/tmp"]): string {
  const failures: string[] = [];
  for (const folder of candidates) {
    const length = new TextEncoder().encode(folder).length;
    if (length + BELOW > LONGEST_PATH) {
      failures.push(
        `${folder} has ${length} bytes, and at most ${LONGEST_PATH - BELOW} leave room for the path of a socket`,
      );
      continue;
    }
    try {
      return mkdtempSync(join(folder, "anysock-"));
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new UsageError(`no folder for Unix sockets: ${failures.join("; ")}; set TMPDIR to a folder with a short name`);
}
