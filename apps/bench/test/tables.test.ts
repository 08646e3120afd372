import { expect, test } from "vitest";
import { isReached, tables } from "../src/report/columns.ts";
import { markdown } from "../src/report/markdown.ts";
import { type Result, report } from "../src/report/result.ts";
import { loadRows, type Row, rows } from "../src/rows.ts";
import { connectOutcome, idleOutcome, outcome } from "../src/statistics.ts";

const on = { runtime: "node", version: "26.10.0" } as const;

function rowOf<Measures extends Row["measures"]>(measures: Measures): Extract<Row, { measures: Measures }> {
  const found = rows.find((row): row is Extract<Row, { measures: Measures }> => row.measures === measures);
  if (found === undefined) throw new Error(`there is no row of ${measures}`);
  return found;
}

function idle(atRest: number, perConnection: number): Result {
  const rounds = [{ native: { atRest: 0, perConnection: 0 }, adapter: { atRest, perConnection } }];
  return { ...on, measures: "idle", row: rowOf("idle"), rounds, outcome: idleOutcome(rounds), error: null };
}

function connecting(p50: number): Result {
  const sample = { p50: 100, p99: 400, attempts: 5000 };
  const rounds = [{ native: sample, adapter: { ...sample, p50 } }];
  return { ...on, measures: "connect", row: rowOf("connect"), rounds, outcome: connectOutcome(rounds), error: null };
}

function oneWay(received: number, sent: number): Result {
  const row = loadRows.find(({ loses }) => loses);
  if (row === undefined) throw new Error("there is no row that loses");
  const native = { perSecond: 50_000, sentPerSecond: 200_000, cpuPerUnit: 4, serverShare: 0.2, generatorShare: 1 };
  const adapter = { ...native, perSecond: received, sentPerSecond: sent, cpuPerUnit: 2 };
  const rounds = [{ native: { ...native, lost: 0.75 }, adapter: { ...adapter, lost: 1 - received / sent } }];
  return { ...on, measures: "load", row, rounds, outcome: outcome(rounds, row), error: null };
}

const MIB = 1024 * 1024;

test("idle connections may cost 3 KiB each and 10 MiB at rest more than by hand, and both count", () => {
  expect([idle(10 * MIB, 3072), idle(10 * MIB, 3073), idle(10 * MIB + 1, 3072)].map(isReached)).toEqual([
    true,
    false,
    false,
  ]);
});

test("what connects within 1 / 0.95 of the native client's time reaches the target", () => {
  expect([connecting(105), connecting(106)].map(isReached)).toEqual([true, false]);
});

test("where datagrams are lost the table tells the rates received and sent and the loss of each side", () => {
  const results = [oneWay(47_500, 250_000), oneWay(47_000, 47_000)];
  expect(results.map(isReached)).toEqual([true, false]);
  const text = markdown(report({ started: "2026-01-02", complete: true, rounds: 5, seconds: 0.5 }, results));
  expect(text).toContain("| received per second | sent per second | lost | CPU |");
  expect(text).toContain("| 0.95 | 0.95 to 0.95 | 50,000 / 47,500 | 200,000 / 250,000 | 75 % / 81 % | 2.00 |");
  expect(text).toContain("| 0.94 | 0.94 to 0.94 | 50,000 / 47,000 | 200,000 / 47,000 | 75 % / 0 % | 2.00 |");
});

test("rows that measure the same stand in one table, and one that failed is told below", () => {
  const failed: Result = {
    ...on,
    measures: "load",
    row: rowOf("load"),
    rounds: [],
    outcome: null,
    error: "it fell over",
  };
  const results = [failed, connecting(125), connecting(100), idle(5 * MIB, 2048)];
  expect(tables(results).map(({ lines }) => lines.map(({ cells: [id, first] }) => [id, first]))).toEqual([
    [
      ["connect-latency", "0.80"],
      ["connect-latency", "1.00"],
    ],
    [["idle-10000", "2.00 (2.00 to 2.00)"]],
  ]);
  const text = markdown(report({ started: "2026-01-02", complete: true, rounds: 5, seconds: 0.5 }, results));
  expect(text).toContain("\n| connect-latency | 0.80 | 0.80 to 0.80 | 100 / 125 |");
  expect(text).toContain("was not measured: it fell over");
});
