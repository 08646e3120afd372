import { MEMORY_TARGET, type Pair, type Spread, TARGET } from "../statistics.ts";
import type { ConnectResult, IdleResult, LoadResult, Result } from "./result.ts";

/** One column of a table: its name, and what stands in it. */
interface Column<Of> {
  readonly title: string;
  readonly cell: (result: Of) => string;
}

/** Rows that measure the same, below one another. */
export interface Table {
  readonly titles: readonly string[];
  readonly lines: readonly { readonly cells: readonly string[]; readonly reached: boolean }[];
}

function ratio(value: number): string {
  return value.toFixed(2);
}

function reach({ low, high }: Spread): string {
  return `${ratio(low)} to ${ratio(high)}`;
}

function both<Value>({ native, adapter }: Pair<Value>, text: (value: Value) => string): string {
  return `${text(native)} / ${text(adapter)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function perSecond(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

const kib = (bytes: number): string => (bytes / 1024).toFixed(2);
const mib = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

function bytes({ median, low, high }: Spread, text: (bytes: number) => string): string {
  return `${text(median)} (${text(low)} to ${text(high)})`;
}

/** Pairs are native / adapter. */
const loadColumns: readonly Column<LoadResult>[] = [
  { title: "row", cell: ({ row }) => row.id },
  { title: "figure", cell: ({ outcome }) => ratio(outcome.figure.median) },
  { title: "spread", cell: ({ outcome }) => reach(outcome.figure) },
  { title: "taken from", cell: ({ outcome }) => (outcome.taken === "cpu" ? "CPU" : "throughput") },
  { title: "throughput", cell: ({ outcome }) => ratio(outcome.throughput.median) },
  { title: "CPU", cell: ({ outcome }) => ratio(outcome.cpu.median) },
  { title: "CPU µs per unit", cell: ({ outcome }) => both(outcome, ({ cpuPerUnit }) => cpuPerUnit.toFixed(1)) },
  { title: "server's core", cell: ({ outcome }) => both(outcome, ({ serverShare }) => percent(serverShare)) },
  { title: "generator's", cell: ({ outcome }) => both(outcome, ({ generatorShare }) => percent(generatorShare)) },
  { title: "per second", cell: ({ outcome, row }) => `${both(outcome, (m) => perSecond(m.perSecond))} ${row.unit}` },
];

/** Where not all that is sent arrives, the figure is of what did. */
const lossColumns: readonly Column<LoadResult>[] = [
  { title: "row", cell: ({ row }) => row.id },
  { title: "figure", cell: ({ outcome }) => ratio(outcome.figure.median) },
  { title: "spread", cell: ({ outcome }) => reach(outcome.figure) },
  { title: "received per second", cell: ({ outcome }) => both(outcome, (m) => perSecond(m.perSecond)) },
  { title: "sent per second", cell: ({ outcome }) => both(outcome, (m) => perSecond(m.sentPerSecond)) },
  { title: "lost", cell: ({ outcome }) => both(outcome, ({ lost }) => percent(lost)) },
  { title: "CPU", cell: ({ outcome }) => ratio(outcome.cpu.median) },
  { title: "CPU µs per unit", cell: ({ outcome }) => both(outcome, ({ cpuPerUnit }) => cpuPerUnit.toFixed(1)) },
  { title: "server's core", cell: ({ outcome }) => both(outcome, ({ serverShare }) => percent(serverShare)) },
  { title: "generator's", cell: ({ outcome }) => both(outcome, ({ generatorShare }) => percent(generatorShare)) },
];

const connectColumns: readonly Column<ConnectResult>[] = [
  { title: "row", cell: ({ row }) => row.id },
  { title: "figure", cell: ({ outcome }) => ratio(outcome.figure.median) },
  { title: "spread", cell: ({ outcome }) => reach(outcome.figure) },
  { title: "p50 µs", cell: ({ outcome }) => both(outcome, ({ p50 }) => p50.toFixed(0)) },
  { title: "p99 µs", cell: ({ outcome }) => both(outcome, ({ p99 }) => p99.toFixed(0)) },
  { title: "ratio of p99", cell: ({ outcome }) => ratio(outcome.late.median) },
  { title: "attempts in a round", cell: ({ outcome }) => both(outcome, ({ attempts }) => perSecond(attempts)) },
];

const idleColumns: readonly Column<IdleResult>[] = [
  { title: "row", cell: ({ row }) => row.id },
  { title: "KiB more per connection", cell: ({ outcome }) => bytes(outcome.perConnection, kib) },
  { title: "KiB per connection", cell: ({ outcome }) => both(outcome, ({ perConnection }) => kib(perConnection)) },
  { title: "MiB more at rest", cell: ({ outcome }) => bytes(outcome.atRest, mib) },
  { title: "MiB at rest", cell: ({ outcome }) => both(outcome, ({ atRest }) => mib(atRest)) },
];

/** Whether a row's target is reached; `null` where it was not measured. */
export function isReached(result: Result): boolean | null {
  if (result.outcome === null) return null;
  if (result.measures !== "idle") return result.outcome.figure.median >= TARGET;
  const { atRest, perConnection } = result.outcome;
  return atRest.median <= MEMORY_TARGET.atRest && perConnection.median <= MEMORY_TARGET.perConnection;
}

function table<Of extends Result>(columns: readonly Column<Of>[], results: readonly Of[]): Table {
  return {
    titles: columns.map(({ title }) => title),
    lines: results.map((result) => ({
      cells: columns.map(({ cell }) => cell(result)),
      reached: isReached(result) === true,
    })),
  };
}

/** What was measured: one table for each kind of rows. */
export function tables(results: readonly Result[]): readonly Table[] {
  const load = results.filter((result) => result.measures === "load" && result.outcome !== null);
  const connect = results.filter((result) => result.measures === "connect" && result.outcome !== null);
  const idle = results.filter((result) => result.measures === "idle" && result.outcome !== null);
  const [lossless, lossy] = [load.filter(({ row }) => row.loses !== true), load.filter(({ row }) => row.loses)];
  return [
    table(loadColumns, lossless),
    table(lossColumns, lossy),
    table(connectColumns, connect),
    table(idleColumns, idle),
  ].filter(({ lines }) => lines.length > 0);
}
