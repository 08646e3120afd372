import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { anysock, run } from "./program.ts";
import { faultsOf } from "./report-schema.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "anysock-adapter-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["node", "bun", "deno"])(
  "@anysock/%s is tested in its own runtime, and its report is valid",
  async (runtime) => {
    const file = join(folder, `${runtime}.json`);
    const args = ["--only", "api/close/twice", "--transports", "tcp4,unix", "--json", file];
    const { status, stdout } = await run("test", "adapter", `@anysock/${runtime}`, ...args);
    expect(stdout).toMatch(new RegExp(`^@anysock/${runtime} in ${runtime} \\d+\\.`));
    expect(stdout).toContain("MUST 1/1\nNo MUST failed.");
    expect(status).toBe(0);
    const report = JSON.parse(readFileSync(file, "utf8"));
    expect(faultsOf("adapter-1", report)).toEqual([]);
    expect(report.subject.runtime.name).toBe(runtime);
  },
);

test("the adapter of Node.js is tested on Bun's own node:net where that is asked for", async () => {
  const asked = ["--runtime", "bun", "--only", "api/close/twice", "--transports", "tcp4"];
  const { status, stdout } = await run("test", "adapter", "@anysock/node", ...asked);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^@anysock\/node in node-on-bun /)]);
});

test("a failure says what was expected and met, where, how to play it again, and what the case does; the status is 1", async () => {
  const adapter = new URL("../../../packages/adapter-suite/test/wrong-adapters/always-says-true.ts", import.meta.url);
  const chosen = ["--only", "api/close/silent-peer", "--transports", "tcp4"];
  const { status, stdout } = await run("test", "adapter", adapter.pathname, ...chosen);
  expect(status).toBe(1);
  const parts = [
    "VIOLATION  MUST CLOSE-5  api/close/silent-peer  tcp4",
    "  CLOSE-5 (anysock, invariant 4): close settles in bounded time",
    "  expected  false",
    "  actual    true (cases/close.ts:",
    "  #1 close({ timeout: 20 }) → true (",
    '│ receive {"end":',
    `    npx @anysock/cli test adapter ${adapter.pathname} --only api/close/silent-peer --transports tcp4\n`,
    "    async play(setting) {\n      const { connection, end } = await setting.connected();",
    "1 MUST failed: CLOSE-5.",
  ];
  for (const part of parts) expect(stdout).toContain(part);
});

test("where all that was chosen is for other adapters nothing is played, which never reads as green", async () => {
  const file = join(folder, "nothing.json");
  const { status, stdout, stderr } = await run(
    ...["test", "adapter", "@anysock/node", "--only", "api/option/backlog/refused", "--json", file],
  );
  const why = "api/option/backlog/refused is for adapters that do not declare option:backlog, and this one does";
  expect(stderr).toBe(`anysock: nothing that was chosen is for @anysock/node: ${why}\n`);
  expect([status, stdout, existsSync(file)]).toEqual([2, "", false]);
});

test("what is no file of an adapter is refused in one line", async () => {
  const { status, stderr } = await run("test", "adapter", "node:net");
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^anysock: node:net: that is Node\.js's own .+\n$/)]);
});

test("--list prints the chosen cases, and plays none", async () => {
  const { status, stdout } = await run("test", "adapter", "@anysock/node", "--list", "--only", "CLOSE-5");
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^MUST {4}api\/close\/silent-peer {2}CLOSE-5 {2}.+\n$/)]);
});

test("Ctrl-C ends it with 130 and a partial report", async () => {
  const file = join(folder, "partial.json");
  const program = anysock("test", "adapter", "@anysock/node", "--only", "api/write/**", "--json", file);
  await program.says(/ in node /);
  program.child.kill("SIGINT");
  expect((await program.ended).status).toBe(130);
  const report = JSON.parse(readFileSync(file, "utf8"));
  expect([report.partial, faultsOf("adapter-1", report)]).toEqual([true, []]);
});
