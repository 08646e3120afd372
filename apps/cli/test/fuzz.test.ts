import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FuzzReport } from "@anysock/conformance";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { childrenOf, isAlive } from "./processes.ts";
import { anysock, run } from "./program.ts";
import { faultsOf } from "./report-schema.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anysock-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = ["--servers", "node", "--clients", "node", "--seed", "7"];

test("schedules of streams and of datagrams are played, and the report is valid by its schema", async () => {
  const transports = ["--transports", "tcp4,udp4,udp6"];
  const { status, stdout, stderr } = await run("matrix", "--fuzz", "30", ...node, ...transports, "--json", "-");
  const report = JSON.parse(stdout) as FuzzReport;
  expect(faultsOf("fuzz-1", report)).toEqual([]);
  expect(report).toMatchObject({ schedules: 30, played: 30, findings: [], errors: [], partial: false });
  expect(stderr).toContain("30 of 30 schedules on node: no disagreement");
  expect(status).toBe(0);
});

test("Ctrl-C ends the schedules with status 130, a partial report, and no process left", async () => {
  const file = join(folder, "interrupted.json");
  const fuzz = anysock("matrix", "--fuzz", "100000", ...node, "--json", file);
  await fuzz.says(/250 of 100000 schedules/);
  const children = childrenOf(fuzz.pid);
  expect(children.length).toBe(2);
  fuzz.child.kill("SIGINT");
  const { status } = await fuzz.ended;
  expect(status).toBe(130);
  const report = JSON.parse(readFileSync(file, "utf8")) as FuzzReport;
  expect(faultsOf("fuzz-1", report)).toEqual([]);
  expect(report.partial).toBe(true);
  expect(children.filter(isAlive)).toEqual([]);
});
