import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { commandText, run, withServer } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "a person's folder "));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a shell makes of the line that was printed. */
async function inShell(line: string): Promise<{ readonly status: number | null; readonly output: string }> {
  const shell = spawn("sh", ["-c", `${line.replace(/^npx @anysock\/cli /, `${commandText} `)} 2>&1`]);
  const [output, [status]] = await Promise.all([text(shell.stdout), once(shell, "close")]);
  return { status, output };
}

test("the line that plays a failure again is taken by a shell as it stands, and judges the same server", async () => {
  const use = async (url: string, pid: number): Promise<void> => {
    const given = ["--pid", String(pid), "--seed", "7"];
    const { stdout } = await run("test", "server", url, ...given, "--only", "echo/one-byte");
    const [, line = ""] = /^ {4}(npx @anysock\/cli test server .*)$/m.exec(stdout) ?? [];
    expect(line).toContain(` --pid ${pid} --only echo/one-byte --seed 7`);
    const { status, output } = await inShell(line);
    expect(output).toContain(line);
    expect(status).toBe(1);
  };
  await withServer("garbage", use, join(folder, "it's a socket.sock"));
});

test("a process that is not the server's is refused, with the one that is", async () => {
  await withServer("right", async (url, pid) => {
    const ended = await run("test", "server", url, "--pid", String(process.pid), "--only", "echo/answers");
    expect(ended.stderr).toBe(
      `anysock: --pid ${process.pid}: that process does not accept the connections to ${url}; process ${pid} does\n`,
    );
    expect(ended).toMatchObject({ status: 2, stdout: "" });
  });
});
