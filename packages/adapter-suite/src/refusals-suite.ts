import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
// @boundaries-ignore The table is data of the specification, of which no adapter is to know otherwise.
import { refusals } from "../../protocol-spec/src/api/refusals.ts";
import { commandOf } from "./program.ts";
import type { Adapter } from "./setting.ts";

/** In milliseconds: each row is answered at once, and there are a thousand of them. */
const PATIENCE = 60_000;

/** In a process of its own, because the descriptors of one are shared by all tests that it runs at the same time. */
export function refusalsSuite(name: string, { supports }: Adapter, specifier: string): void {
  const rows = refusals.filter(({ needs }) => needs === undefined || supports.has(needs));

  test(
    `${name}: ${rows.length} arguments that cannot be are refused, each by its name, and nothing is opened`,
    async () => {
      const [command = "", ...values] = commandOf(specifier, "refusals-program");
      const { stdout, stderr } = await promisify(execFile)(command, values, { timeout: PATIENCE });
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toEqual({ played: rows.length, faults: [], stillThere: "ping" });
    },
    PATIENCE,
  );
}
