import { type CaseResult, summarize } from "@anysock/conformance";
import pc from "picocolors";
import { expect, test } from "vitest";
import { printNotJudged, printObserved, printTotals, printVerdict } from "../src/terminal/outcome.ts";
import type { Screen } from "../src/terminal/screen.ts";

/** What is told at the end of a run with these results. */
function told(...results: readonly CaseResult[]): readonly string[] {
  const lines: string[] = [];
  const print = (text = ""): void => void lines.push(text);
  const screen: Screen = { isTerminal: false, columns: 100, colors: pc.createColors(false), print, live: () => {} };
  const placed = results.map((result) => ({ cell: null, result }));
  printNotJudged(screen, placed);
  printObserved(screen, placed);
  const summary = summarize(results);
  printTotals(screen, summary);
  printVerdict(screen, summary, results);
  return lines;
}

function result(verdict: CaseResult["verdict"], requirement: string, parts: Partial<CaseResult> = {}): CaseResult {
  const { level = "MUST" } = parts;
  return {
    id: `case/${requirement}`,
    title: "",
    requirements: [requirement],
    level,
    subject: "service",
    transport: "tcp4",
    service: "echo",
    verdict,
    durationMs: 1,
    runs: 1,
    failed: 0,
    ...parts,
  };
}

const blocked = { blockedBy: { id: "case/A-2", verdict: "violation" } } as const;

test("where all passed, nothing but that is told", () => {
  expect(told(result("pass", "A-1"), result("pass", "A-2"))).toEqual(["MUST 2/2", "No MUST failed."]);
});

test("what is not applicable is named, with the reason, and is called no failure", () => {
  const reason = "the server's process is not known";
  expect(told(result("pass", "A-1"), result("unsupported", "A-2", { reason }))).toEqual([
    "n/a, which counts against nobody: A-2 (1 case): the server's process is not known",
    "MUST 1/2 (1 n/a)",
    "No MUST failed; n/a is no failure.",
  ]);
});

test("what failed, what was not judged for it, and what is not applicable are told apart", () => {
  const lines = told(
    result("pass", "A-1"),
    result("violation", "A-2"),
    result("flaky", "A-3"),
    result("blocked", "A-4", blocked),
    result("blocked", "A-5", blocked),
    result("unsupported", "A-6", { reason: "nobody offers it" }),
    result("deviation", "B-1", { level: "SHOULD" }),
  );
  expect(lines).toEqual([
    "not judged: 2 cases, blocked by case/A-2",
    "n/a, which counts against nobody: A-6 (1 case): nobody offers it",
    "MUST 1/6 (2 failed, 2 not judged, 1 n/a)   SHOULD 0/1 (1 failed)",
    "2 MUST failed: A-2, A-3.",
  ]);
});

test("what one case blocks for several reasons is told with each of them", () => {
  const reason = (of: string): Partial<CaseResult> => ({ ...blocked, reason: of });
  const lines = told(
    result("violation", "A-2"),
    result("blocked", "A-4", reason("case/A-2 is a violation")),
    result("blocked", "A-5", reason("the adapter hangs in api/read over tcp4, at case/A-2")),
    result("blocked", "A-6", reason("the adapter hangs in api/read over tcp6, at case/A-2")),
  );
  expect(lines.slice(0, 3)).toEqual([
    "not judged: 1 case, blocked by case/A-2",
    "not judged: 1 case, blocked by case/A-2: the adapter hangs in api/read over tcp4, at case/A-2",
    "not judged: 1 case, blocked by case/A-2: the adapter hangs in api/read over tcp6, at case/A-2",
  ]);
});

test("what could not be judged is not called a success", () => {
  expect(told(result("pass", "A-1"), result("harness-error", "A-2")).at(-1)).toBe(
    "No MUST failed, but 1 could not be judged.",
  );
});

test("what a MAY turned out to be is told, over all transports", () => {
  const may = (value: number | boolean): CaseResult =>
    result("observed", "M-1", { level: "MAY", observations: { reads: value } });
  expect(told(may(3), may(1))).toEqual(["observed M-1, case/M-1: reads 1 to 3", "MAY 1/1"]);
  expect(told(may(2), may(2))).toEqual(["observed M-1, case/M-1: reads 2", "MAY 1/1"]);
  expect(told(may(true), may(2))).toEqual(["observed M-1, case/M-1: reads true, 2", "MAY 1/1"]);
});

test("sizes that a MUST used are in the report alone", () => {
  expect(told(result("pass", "A-1", { observations: { bytes: 9 } }))).toEqual(["MUST 1/1", "No MUST failed."]);
});

test("where no MUST was played none is spoken of", () => {
  expect(told(result("pass", "B-1", { level: "SHOULD" }))).toEqual(["SHOULD 1/1"]);
});

test("what is measured only is called so, and its failures are nobody's", () => {
  const lines: string[] = [];
  const print = (text = ""): void => void lines.push(text);
  const screen: Screen = { isTerminal: false, columns: 100, colors: pc.createColors(true), print, live: () => {} };
  const results = [result("pass", "A-1"), result("violation", "A-2")];
  printTotals(screen, summarize(results), { isGate: false });
  printVerdict(screen, summarize(results), results, { isGate: false });
  const { yellow } = screen.colors;
  expect(lines).toEqual([
    `measured: ${yellow("MUST 1/2 (1 failed)")}`,
    yellow("1 MUST failed, where nobody is held to it: A-2."),
  ]);
});
