import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executable, type ServerReport } from "@anysock/conformance";
import { expect, onTestFinished, test, vi } from "vitest";
import { anysock, run, runIn, withServer } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const runtimes = ["node", "bun", "deno"] as const;

/** A disk that is full: opening it for writing is allowed, writing is not. */
const full = "/dev/full";

test.each([
  ["right", 4],
  ["garbage", 1],
])(
  "a report that cannot be written takes no result away (%s): one line says so, and the status is %i",
  async (name, status) => {
    await withServer(name, async (url) => {
      const ended = await run("test", "server", url, "--only", "echo/one-byte", "--json", full);
      expect(ended.stdout).toMatch(/^MUST /m);
      expect(ended.stderr).toMatch(/^anysock: the report cannot be written to \/dev\/full: ENOSPC[^\n]*\n$/);
      expect(ended.status).toBe(status);
    });
  },
);

test("so does that of a matrix", async () => {
  const cell = ["--servers", "node", "--clients", "node", "--transports", "tcp4", "--only", "echo/one-byte"];
  const ended = await run("matrix", ...cell, "--json", full);
  expect(ended.stdout).toMatch(/^MUST 1\/1/m);
  expect(ended.stderr).toMatch(/^anysock: the report cannot be written to \/dev\/full: ENOSPC[^\n]*\n$/);
  expect(ended.status).toBe(4);
});

test.each(runtimes)("stdout that is full is told in one line under %s, with status 4", async (runtime) => {
  const stdout = openSync(full, "w");
  const ended = await runIn({ stdout, runtime }, "explain", "ECHO-TCP-1");
  closeSync(stdout);
  expect(ended.stderr).toMatch(/^anysock: stdout cannot be written: [^\n]*no space left[^\n]*\n$/i);
  expect(ended.status).toBe(4);
});

test.each(runtimes)(
  "so it is where a connection's bytes cannot be written, under %s with status 1",
  async (runtime) => {
    await withServer("garbage", async (url) => {
      const stdout = openSync(full, "w");
      const ended = await runIn({ stdout, runtime }, "connect", url);
      closeSync(stdout);
      expect(ended.stderr).toMatch(/^anysock: stdout cannot be written: [^\n]*no space left[^\n]*\n$/i);
      expect(ended.status).toBe(1);
    });
  },
);

test.each(runtimes)("stdout that is full takes no result away under %s: the report has them all", async (runtime) => {
  const folder = mkdtempSync(join(tmpdir(), "anysock-output-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "report.json");
  await withServer("garbage", async (url) => {
    const stdout = openSync(full, "w");
    const ended = await runIn({ stdout, runtime }, "test", "server", url, "--only", "echo/one-byte", "--json", file);
    closeSync(stdout);
    expect(ended.stderr).toMatch(/^anysock: stdout cannot be written: [^\n]*no space left[^\n]*\n$/i);
    expect(ended.status).toBe(1);
    const { partial, results } = JSON.parse(readFileSync(file, "utf8")) as ServerReport;
    expect({ partial, ids: results.map(({ id }) => id) }).toEqual({ partial: false, ids: ["echo/one-byte"] });
  });
});

test.each(runtimes)("serve under %s ends, with status 4, where nobody can be told where it serves", async (runtime) => {
  const stdout = openSync(full, "w");
  const ended = await runIn({ stdout, runtime }, "serve");
  closeSync(stdout);
  expect(ended.stderr).toMatch(
    /^anysock: stdout cannot be written, so nobody would know [^\n]*no space left[^\n]*\n$/i,
  );
  expect(ended.status).toBe(4);
});

test("so it does where nobody reads any more", async () => {
  const { child, ended } = anysock("serve");
  child.stdout?.destroy();
  const { status, stderr } = await ended;
  expect(stderr).toMatch(/^anysock: stdout cannot be written, so nobody would know [^\n]*EPIPE\n$/);
  expect(status).toBe(4);
});

test.each(runtimes)("a report names the runtime that ran the suite: %s", async (runtime) => {
  await withServer("right", async (url) => {
    const ended = await runIn({ runtime }, "test", "server", url, "--only", "echo/answers", "--json", "-");
    const { environment } = JSON.parse(ended.stdout) as ServerReport;
    expect(environment.runtime).toBe(`${runtime} ${executable(runtime).version}`);
  });
});
