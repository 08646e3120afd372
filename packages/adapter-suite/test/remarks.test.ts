import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { withoutRemarks } from "../src/remarks.ts";

/** What a program in a package without a "type" says on stderr. */
function saidBy(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), "anysock-"));
  try {
    writeFileSync(join(folder, "package.json"), "{}");
    writeFileSync(join(folder, "program.ts"), program);
    return spawnSync(process.execPath, [join(folder, "program.ts")], { encoding: "utf8" }).stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.skipIf("bun" in process.versions || "deno" in process.versions)(
  "a package without a type is no fault of the adapter that is in it, and its own warnings are",
  () => {
    const said = saidBy('process.emitWarning("leaked"); export const adapter: number = 1;');
    expect(said).toContain("MODULE_TYPELESS_PACKAGE_JSON");
    expect(withoutRemarks(said)).toEqual([expect.stringMatching(/^\(node:\d+\) Warning: leaked$/)]);
  },
);
