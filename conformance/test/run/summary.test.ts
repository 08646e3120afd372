import type { Level, VerdictName } from "@anysock/protocol-spec";
import { expect, test } from "vitest";
import type { Cell } from "../../src/matrix/matrix.ts";
import { matrixReport } from "../../src/report/document.ts";
import { exitStatusOf, exitStatusOfMatrix, exitStatusOfServerTest } from "../../src/run/exit-status.ts";
import type { CaseResult } from "../../src/run/result.ts";
import { formatLevel, summarize } from "../../src/run/summary.ts";
import { result } from "./cases.ts";

test("a requirement passes only where all its cases do, in every transport", () => {
  const { must } = summarize([
    result("pass", "A-1"),
    result("violation", "A-1", { transport: "unix" }),
    result("pass", "A-2"),
    result("pass-alternative", "A-2"),
    result("unsupported", "A-2"),
  ]);
  expect(must).toMatchObject({ passed: 1, failed: 1, total: 2, notApplicable: 0 });
});

test("what was not judged is in the total, and never reads as passed", () => {
  const summary = summarize([
    result("pass", "A-1"),
    result("blocked", "A-1"),
    result("unsupported", "A-2"),
    result("harness-error", "A-3"),
    result("pass", "A-4"),
  ]);
  expect(summary).toMatchObject({ blocked: 1, unsupported: 1, harnessErrors: 1 });
  expect(formatLevel("MUST", summary.must)).toBe("MUST 1/4 (2 not judged, 1 n/a)");
});

test("n/a is told beside what passed", () => {
  const results = [result("pass", "A-1"), result("unsupported", "A-2")];
  expect(formatLevel("MUST", summarize(results).must)).toBe("MUST 1/2 (1 n/a)");
});

test("a MAY that is made use of counts, one that is not is told beside it", () => {
  const may = { level: "MAY" } as const;
  const results = [result("observed", "A-1", may), result("observed", "A-2", { ...may, failed: 1 })];
  expect(formatLevel("MAY", summarize(results).may)).toBe("MAY 1/2 (1 not made use of)");
});

const by = (verdict: VerdictName): Partial<CaseResult> => ({ blockedBy: { id: "x", verdict } });
const level = (name: Level): Partial<CaseResult> => ({ level: name });

test.each([
  ["every MUST passed", 0, [result("pass", "A-1"), result("unsupported", "A-2")]],
  ["a SHOULD and a MAY failed", 0, [result("deviation", "A", level("SHOULD")), result("observed", "B", level("MAY"))]],
  ["a flaky SHOULD", 0, [result("flaky", "A-1", level("SHOULD"))]],
  ["a MUST is violated", 1, [result("violation", "A-1"), result("harness-error", "A-2")]],
  ["a MUST is flaky", 1, [result("flaky", "A-1")]],
  ["a MUST behind a violation", 1, [result("violation", "A-1"), result("blocked", "A-2", by("violation"))]],
  [
    "a MUST behind an error of ours",
    3,
    [result("harness-error", "A-1"), result("blocked", "A-2", by("harness-error"))],
  ],
  [
    "a MUST behind a SHOULD",
    3,
    [result("deviation", "A-1", level("SHOULD")), result("blocked", "A-2", by("deviation"))],
  ],
] as const)("the exit status where %s is %i", (_, status, results) => {
  expect(exitStatusOf(results)).toBe(status);
});

const there = {
  url: "tcp://:7",
  transport: "tcp4",
  address: "tcp://127.0.0.1:7",
  roundTripMs: 1,
  refusal: null,
} as const;
const away = { ...there, refusal: "ECONNREFUSED" } as const;

test.each([
  ["a SHOULD failed", 0, there, [result("deviation", "A-1", level("SHOULD"))], []],
  ["a SHOULD failed because nobody was there", 1, away, [result("deviation", "A-1", level("SHOULD"))], []],
  ["the server came a moment late", 0, away, [result("pass", "A-1")], []],
  ["the suite failed", 3, there, [result("pass", "A-1")], ["the trusted agent died"]],
  ["a MUST is violated and the suite failed", 1, there, [result("violation", "A-1")], ["the trusted agent died"]],
] as const)("the exit status of a server test where %s is %i", (_, status, address, results, errors) => {
  expect(exitStatusOfServerTest({ addresses: [address], results, errors })).toBe(status);
});

const gate = (...results: readonly CaseResult[]): Cell => cell(true, results);
const measured = (...results: readonly CaseResult[]): Cell => cell(false, results);

function cell(isGate: boolean, results: readonly CaseResult[]): Cell {
  return { server: "node", client: "node", transport: "tcp4", isGate, results, roundTripMs: 1, durationMs: 1 };
}

test.each([
  [
    "a MUST is violated where that is a gate",
    1,
    [gate(result("violation", "A-1")), measured(result("pass", "A-1"))],
    [],
  ],
  [
    "a MUST is violated where that is measured",
    0,
    [gate(result("pass", "A-1")), measured(result("violation", "A-1"))],
    [],
  ],
  ["a MUST is flaky where that is measured", 0, [measured(result("flaky", "A-1"))], []],
  ["a measured MUST is behind a violation", 0, [measured(result("blocked", "A-2", by("violation")))], []],
  ["nothing but measured cells was played, and all passed", 0, [measured(result("pass", "A-1"))], []],
  ["the suite failed at a measured MUST", 3, [measured(result("harness-error", "A-1"))], []],
  ["the suite failed at a measured SHOULD", 0, [measured(result("harness-error", "A-1", level("SHOULD")))], []],
  [
    "a gate fails, and the suite at what is measured",
    1,
    [gate(result("violation", "A")), measured(result("harness-error", "A"))],
    [],
  ],
  ["a MUST of a gate could not be judged", 3, [gate(result("harness-error", "A-1"))], []],
  ["the suite failed at a pair", 3, [measured(result("pass", "A-1"))], ["node-on-bun server, node client: it broke"]],
] as const)("the exit status of a matrix where %s is %i", (_, status, cells, errors) => {
  expect(exitStatusOfMatrix({ cells, errors })).toBe(status);
});

test("the report of a matrix sums up what is measured apart from what is a gate", () => {
  const cells = [gate(result("pass", "A-1")), measured(result("violation", "A-1"), result("pass", "A-2"))];
  const facts = { seed: 1, only: [], startedAt: new Date(), partial: false, errors: [] };
  const named = { subjects: [], servers: ["node"], clients: ["node"], transports: ["tcp4"] } as const;
  const { summary, measured: apart } = matrixReport({ ...facts, ...named }, { cells });
  expect(summary.must).toMatchObject({ passed: 1, failed: 0, total: 1 });
  expect(apart.must).toMatchObject({ passed: 1, failed: 1, total: 2 });
});
