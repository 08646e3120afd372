import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Adapter } from "./suite.ts";

/** How this runtime runs a TypeScript program of the workspace. */
function command(name: string): string[] {
  const program = fileURLToPath(new URL("./lifetime-program.ts", import.meta.url));
  const adapter = fileURLToPath(new URL(`../../${name}/src/index.ts`, import.meta.url));
  return [...(name === "deno" ? ["run", "--allow-all"] : []), "--conditions=@anysock/source", program, adapter];
}

/** What the process printed before it ended by itself; it is ended after `timeout`, which is then said. */
function run(name: string, what: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...command(name), what], { timeout: 3000 }, (error, stdout, stderr) => {
      resolve(
        error === null
          ? stdout.split("\n").join(" ").trim()
          : `${stdout.split("\n").join(" ").trim()} ${error.killed ? "was kept alive" : stderr}`,
      );
    });
  });
}

export function processSuite(name: string, _adapter: Adapter): void {
  describe(`${name}: the process`, () => {
    test.each([
      ["an idle connection", "idle", "ready"],
      ["a listener after unref", "listener-unref", "ready"],
      ["a pending accept with a timeout, after unref", "accept-unref", "ready"],
      ["a pending read after unref", "read-unref", "ready"],
      ["a read that was cancelled", "read-cancelled", "ready"],
      ["a connection that was aborted", "aborted", "ready"],
    ])("is not kept alive by %s", async (_what, argument, printed) => {
      expect(await run(name, argument)).toBe(printed);
    });

    test("is kept alive by a drain until its timeout, whatever the handlers wait for", async () => {
      expect(await run(name, "drain")).toBe("ready");
    });

    test.each([
      ["an open listener", "listener"],
      ["a pending read", "read"],
      ["a pending read after unref and ref", "read-ref"],
    ])("is kept alive by %s", async (_what, argument) => {
      // The program waits for one message of its own, which an ended process would not print.
      expect(await run(name, argument)).toBe("ready alive");
    });
  });
}
