import { readFileSync } from "node:fs";
import process from "node:process";
import { expect, test } from "vitest";
import type { Report } from "../src/report/result.ts";
import { bench, start } from "./command.ts";

test("a short run measures five alternating rounds and tells the figure, in JSON and as a table", {
  timeout: 30_000,
}, async () => {
  const args = ["--runtime", "node", "--row", "ping-pong-50x64B", "--seconds", "0.2"];
  const { status, stdout, stderr } = await bench(...args, "--json", "-");
  expect(stderr).toMatch(/ping-pong-50x64B +\d+\.\d\d +\d+\.\d\d to \d+\.\d\d +(CPU|throughput) /);
  expect(status).toBe(0);
  const report = JSON.parse(stdout) as Report;
  expect(report).toMatchObject({ complete: true, rounds: 5, seconds: 0.2 });
  const [result] = report.results;
  expect(result).toMatchObject({ runtime: "node", error: null });
  expect(result?.rounds).toHaveLength(5);
  if (result?.measures !== "load") throw new Error("it is no row of load");
  for (const { native, adapter } of result.rounds) {
    for (const measured of [native, adapter]) {
      expect(measured.perSecond).toBeGreaterThan(0);
      expect(measured.cpuPerUnit).toBeGreaterThan(0);
      expect(measured.generatorShare).toBeGreaterThan(0);
      expect(measured.serverShare * 1e6).toBeCloseTo(measured.perSecond * measured.cpuPerUnit, -1);
    }
  }
});

test("Ctrl-C ends every process, writes what there is, and exits with 130", { timeout: 30_000 }, async () => {
  const { process: child, ended } = start(
    "--runtime",
    "node",
    "--row",
    "bulk-1",
    "--seconds",
    "0.5",
    "--rounds",
    "99",
    "--json",
    "-",
  );
  await new Promise<void>((resolve) => {
    child.stderr.on("data", (text: string) => {
      if (text.includes("rounds")) resolve();
    });
  });
  const children = childrenOf(child.pid ?? 0);
  expect(children).toHaveLength(3);
  child.kill("SIGINT");
  const { status, stdout } = await ended;
  expect(status).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ complete: false, results: [] });
  for (const pid of children) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

/** proc(5): `/proc/PID/task/TID/children`. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}
