import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MatrixReport } from "@anysock/conformance";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { childrenOf, isAlive } from "./processes.ts";
import { anysock, run, runIn } from "./program.ts";
import { faultsOf } from "./report-schema.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anysock-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every server meets every client on every transport that was asked for", async () => {
  const file = join(folder, "matrix.json");
  const args = ["--servers", "node,bun", "--clients", "deno", "--transports", "tcp4,unix", "--seed", "7"];
  const { status, stdout } = await run(
    "matrix",
    ...args,
    "--only",
    "echo/answers",
    "--only",
    "close/good-order",
    "--json",
    file,
  );
  const report = JSON.parse(readFileSync(file, "utf8")) as MatrixReport;
  expect(faultsOf("matrix-1", report)).toEqual([]);
  expect(report.cells.map(({ server, client, transport }) => `${server} ${client} ${transport}`)).toEqual([
    "node deno tcp4",
    "node deno unix",
    "bun deno tcp4",
    "bun deno unix",
  ]);
  expect(report).toMatchObject({ seed: 7, partial: false, servers: ["node", "bun"], clients: ["deno"] });
  for (const cell of report.cells) expect(cell.results.map(({ verdict }) => verdict)).not.toContain("blocked");
  expect(stdout).toMatch(/server \\ client +│ deno/);
  expect(stdout).toContain("seed 7");
  expect(stdout).toContain("4 cell-transports");
  expect(status).toBe(0);
});

const measuredPairs = [
  ["server", ["--servers", "node-on-bun", "--clients", "node"]],
  ["client", ["--servers", "node", "--clients", "node-on-deno"]],
] as const;

test.each(measuredPairs)("a %s that is no gate is measured, which is told beside its figures", async (_, pair) => {
  const file = join(folder, "measured.json");
  const one = [...pair, "--transports", "tcp4", "--only", "echo/answers", "--json", file];
  const { status, stdout } = await run("matrix", ...one);
  const report = JSON.parse(readFileSync(file, "utf8")) as MatrixReport;
  expect(faultsOf("matrix-1", report)).toEqual([]);
  expect(report.cells.map(({ isGate }) => isGate)).toEqual([false]);
  expect(report.summary.must.total).toBe(0);
  expect(report.measured.must).toMatchObject({ passed: 1, total: 1 });
  expect(stdout).toMatch(/tcp4 MUST 1\/1 measured/);
  expect(stdout).toMatch(/^measured: MUST 1\/1\nNo MUST failed\.$/m);
  expect(status).toBe(0);
});

test("with --gate what is measured otherwise is held to every MUST", async () => {
  const file = join(folder, "gate.json");
  const [[, pair]] = measuredPairs;
  const { status, stdout } = await run(
    ...["matrix", ...pair, "--transports", "tcp4", "--only", "echo/answers", "--gate", "--json", file],
  );
  const report = JSON.parse(readFileSync(file, "utf8")) as MatrixReport;
  expect(report.cells.map(({ isGate }) => isGate)).toEqual([true]);
  expect(report.summary.must).toMatchObject({ passed: 1, total: 1 });
  expect(stdout).not.toContain("measured");
  expect(status).toBe(0);
});

test("a folder for temporary files whose name leaves no room for a socket's is nobody's failure", async () => {
  const TMPDIR = join(folder, "x".repeat(90));
  mkdirSync(TMPDIR);
  const cell = ["--servers", "node", "--clients", "bun", "--transports", "unix", "--only", "echo/answers"];
  const { status, stdout } = await runIn({ env: { TMPDIR } }, "matrix", ...cell);
  expect(stdout).toMatch(/^MUST 1\/1/m);
  expect(status).toBe(0);
});

test("Ctrl-C ends the matrix with status 130, a partial report, and no process left", async () => {
  const file = join(folder, "interrupted.json");
  const matrix = anysock("matrix", "--servers", "node", "--clients", "node", "--json", file);
  await matrix.says(/node server, node client, tcp4: \d+ cases/);
  const children = childrenOf(matrix.pid);
  expect(children.length).toBeGreaterThan(2);
  matrix.child.kill("SIGINT");
  const { status, stdout } = await matrix.ended;
  expect(status).toBe(130);
  expect(stdout).toContain("The run was cut short");
  const report = JSON.parse(readFileSync(file, "utf8")) as MatrixReport;
  expect(faultsOf("matrix-1", report)).toEqual([]);
  expect(report.partial).toBe(true);
  expect(report.cells[0]?.results.length).toBeGreaterThan(100);
  expect(children.filter(isAlive)).toEqual([]);
});
