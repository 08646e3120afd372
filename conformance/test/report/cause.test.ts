import { expect, test } from "vitest";
import type { CellName } from "../../src/matrix/matrix.ts";
import { describeCells, distinctCauses } from "../../src/report/cause.ts";
import type { CaseResult } from "../../src/run/result.ts";

function failure(parts: Partial<CaseResult> = {}): CaseResult {
  return {
    id: "echo/answers",
    title: "",
    requirements: ["ECHO-TCP-1"],
    level: "MUST",
    subject: "service",
    transport: "tcp4",
    service: "echo",
    verdict: "violation",
    durationMs: 1,
    runs: 1,
    failed: 1,
    expected: "6 bytes",
    actual: "4 bytes from tcp://127.0.0.1:4711",
    ...parts,
  };
}

const cell = (server: string, client: string, transport: CellName["transport"]): CellName => ({
  server,
  client,
  transport,
});

test("failures that differ only in addresses, numbers and runtimes have one cause", () => {
  const causes = distinctCauses([
    { cell: cell("bun", "node", "tcp4"), result: failure() },
    { cell: cell("bun", "deno", "unix"), result: failure({ actual: "9 bytes from unix:/tmp/x" }) },
    { cell: cell("deno", "node", "tcp4"), result: failure({ actual: "the end" }) },
  ]);
  expect(causes.map(({ cells }) => cells.length)).toEqual([2, 1]);
});

test("what passed, was blocked or is unsupported is no failure, and violations come first", () => {
  const causes = distinctCauses([
    { cell: null, result: failure({ verdict: "pass" }) },
    { cell: null, result: failure({ verdict: "blocked" }) },
    { cell: null, result: failure({ verdict: "unsupported" }) },
    { cell: null, result: failure({ id: "a", level: "SHOULD", verdict: "deviation" }) },
    { cell: null, result: failure({ id: "b", verdict: "harness-error" }) },
    { cell: null, result: failure({ id: "c" }) },
  ]);
  expect(causes.map(({ example }) => example.id)).toEqual(["c", "b", "a"]);
});

test("the cells of a cause are told server by server", () => {
  const cells = [cell("bun", "node", "tcp4"), cell("bun", "deno", "tcp4"), cell("node", "node", "unix")];
  expect(describeCells(cells)).toEqual([
    "bun server with node, deno client (tcp4)",
    "node server with node client (unix)",
  ]);
});
