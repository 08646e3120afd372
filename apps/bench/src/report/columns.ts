import type { Measurement, Spread } from "../statistics.ts";
import type { Result } from "./result.ts";

/** One column of the result: its name, and what stands in it. */
export interface Column {
  readonly title: string;
  readonly cell: (result: Measured) => string;
}

/** A result that has an outcome. */
export type Measured = Result & { readonly outcome: NonNullable<Result["outcome"]> };

export function isMeasured(result: Result): result is Measured {
  return result.outcome !== null;
}

function ratio(value: number): string {
  return value.toFixed(2);
}

function reach({ low, high }: Spread): string {
  return `${ratio(low)} to ${ratio(high)}`;
}

function both({ outcome }: Measured, text: (measurement: Measurement) => string): string {
  return `${text(outcome.native)} / ${text(outcome.adapter)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function perSecond(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Pairs are native / adapter. */
export const columns: readonly Column[] = [
  { title: "row", cell: ({ row }) => row.id },
  { title: "figure", cell: ({ outcome }) => ratio(outcome.figure.median) },
  { title: "spread", cell: ({ outcome }) => reach(outcome.figure) },
  { title: "taken from", cell: ({ outcome }) => (outcome.taken === "cpu" ? "CPU" : "throughput") },
  { title: "throughput", cell: ({ outcome }) => ratio(outcome.throughput.median) },
  { title: "CPU", cell: ({ outcome }) => ratio(outcome.cpu.median) },
  { title: "CPU µs per unit", cell: (result) => both(result, ({ cpuPerUnit }) => cpuPerUnit.toFixed(1)) },
  { title: "server's core", cell: (result) => both(result, ({ serverShare }) => percent(serverShare)) },
  { title: "generator's", cell: (result) => both(result, ({ generatorShare }) => percent(generatorShare)) },
  { title: "lost", cell: (result) => both(result, ({ lost }) => percent(lost)) },
  { title: "per second", cell: (result) => `${both(result, (m) => perSecond(m.perSecond))} ${result.row.unit}` },
];
