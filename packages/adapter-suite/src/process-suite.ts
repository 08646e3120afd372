import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { commandOf } from "./program.ts";

/** In milliseconds, from when it has nothing more to do: a process that ends by itself does so at once. */
const PATIENCE = 3000;

/** What the process printed before it ended by itself; one that does not is ended, which is then said. */
async function run(specifier: string, what: string): Promise<string> {
  const [command = "", ...args] = commandOf(specifier, "lifetime-program", what);
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said: string[] = [];
  let errors = "";
  let patience: NodeJS.Timeout | undefined;
  child.stderr.on("data", (data: Uint8Array) => {
    errors += data;
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.push(line);
    if (line !== "ready") return;
    patience = setTimeout(() => {
      said.push("was kept alive");
      child.kill("SIGKILL");
    }, PATIENCE);
  });
  const [status] = await once(child, "close");
  clearTimeout(patience);
  return [...said, ...(status === 0 ? [] : [errors])].join(" ");
}

export function processSuite(name: string, specifier: string): void {
  describe(`${name}: the process`, () => {
    test.each([
      ["an idle connection", "idle", "ready"],
      ["a listener after unref", "listener-unref", "ready"],
      ["a pending accept with a timeout, after unref", "accept-unref", "ready"],
      ["a pending read after unref", "read-unref", "ready"],
      ["a read that was cancelled", "read-cancelled", "ready"],
      ["a connection that was aborted", "aborted", "ready"],
    ])("is not kept alive by %s", async (_what, argument, printed) => {
      expect(await run(specifier, argument)).toBe(printed);
    });

    test("is kept alive by a drain until its timeout, whatever the handlers wait for", async () => {
      expect(await run(specifier, "drain")).toBe("ready");
    });

    test.each([
      ["an open listener", "listener"],
      ["a pending read", "read"],
      ["a pending read after unref and ref", "read-ref"],
    ])("is kept alive by %s", async (_what, argument) => {
      // The program waits for one message of its own, which an ended process would not print.
      expect(await run(specifier, argument)).toBe("ready alive");
    });
  });
}
