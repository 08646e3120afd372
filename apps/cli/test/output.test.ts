import { closeSync, openSync } from "node:fs";
import { executable, type ServerReport } from "@anysock/conformance";
import { expect, test, vi } from "vitest";
import { run, runIn, withServer } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

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

test.each(["node", "bun", "deno"] as const)(
  "stdout that is full is told in one line under %s, with status 4",
  async (runtime) => {
    const stdout = openSync(full, "w");
    const ended = await runIn({ stdout, runtime }, "explain", "ECHO-TCP-1");
    closeSync(stdout);
    expect(ended.stderr).toMatch(/^anysock: stdout cannot be written: [^\n]*no space left[^\n]*\n$/i);
    expect(ended.status).toBe(4);
  },
);

test("so it is where a connection's bytes cannot be written", async () => {
  await withServer("garbage", async (url) => {
    const stdout = openSync(full, "w");
    const ended = await runIn({ stdout }, "connect", url);
    closeSync(stdout);
    expect(ended.stderr).toMatch(/^anysock: stdout cannot be written: ENOSPC[^\n]*\n$/);
    expect(ended.status).toBe(1);
  });
});

test.each(["node", "bun", "deno"] as const)("a report names the runtime that ran the suite: %s", async (runtime) => {
  await withServer("right", async (url) => {
    const ended = await runIn({ runtime }, "test", "server", url, "--only", "echo/answers", "--json", "-");
    const { environment } = JSON.parse(ended.stdout) as ServerReport;
    expect(environment.runtime).toBe(`${runtime} ${executable(runtime).version}`);
  });
});
