import type { ConnectSample } from "./order.ts";
import type { LoadRow } from "./rows.ts";

/** One server in one window. */
export interface Measurement {
  /** Units (messages, MiB, connections or datagrams) a second that came back, or that the server received. */
  readonly perSecond: number;
  /** Units a second that were sent: where everything is waited for, the same. */
  readonly sentPerSecond: number;
  /** CPU time of the server per unit, in microseconds. */
  readonly cpuPerUnit: number;
  /** CPU time of all threads over the window's length: 1 is one core. */
  readonly serverShare: number;
  readonly generatorShare: number;
  /** Of what was sent, what did not arrive: 0 to 1. Where everything is waited for, 0. */
  readonly lost: number;
}

/** Both, one right after the other. */
export interface Pair<Value> {
  readonly native: Value;
  readonly adapter: Value;
}

export type Round = Pair<Measurement>;

/** What a server takes, in bytes: without a connection, and for each that it has. */
export interface Memory {
  readonly atRest: number;
  readonly perConnection: number;
}

/** The middle of several values, and how far they reach. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What a row comes to. Every ratio is at least 1 where the adapter is as fast as the native echo, or faster. */
export interface Outcome {
  /** The row's figure is one of the two below: which, and why is in {@link BUSY} and {@link outcome}. */
  readonly taken: "throughput" | "cpu";
  readonly figure: Spread;
  /** adapter / native, units a second. */
  readonly throughput: Spread;
  /** native / adapter, CPU time per unit. */
  readonly cpu: Spread;
  /** The median of each measured value. */
  readonly native: Measurement;
  readonly adapter: Measurement;
}

/** What connecting comes to; each ratio is at least 1 where the adapter takes as long as the native client, or less. */
export interface ConnectOutcome extends Pair<ConnectSample> {
  /** native / adapter, of the windows' medians. */
  readonly figure: Spread;
  /** The same of what one attempt in a hundred exceeds. */
  readonly late: Spread;
}

/** What connections and the server itself cost more with the adapter, in bytes. */
export interface IdleOutcome extends Pair<Memory> {
  readonly atRest: Spread;
  readonly perConnection: Spread;
}

/** By how many bytes the adapters may exceed the native servers. */
export const MEMORY_TARGET: Memory = { atRest: 10 * 1024 * 1024, perConnection: 3 * 1024 };

/** The ratio that the adapters are meant to reach. */
export const TARGET = 0.95;

/**
 * The share of a core from which on a server counts as the bottleneck. Where either server was below it, the generator, the
 * kernel or another process set the pace, throughput says little about the server, and the CPU time per unit is the figure.
 */
export const BUSY = 0.9;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("the median of no values");
  return (lower + upper) / 2;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/**
 * Ratios are taken within each round, whose two halves saw the same machine; then their median. Of a row that loses, the figure is the
 * rate received: CPU time per unit would make a server that leaves more in its queue look no worse, and the loss as a share would
 * make one look worse that was sent more.
 */
export function outcome(rounds: readonly Round[], { loses = false }: Pick<LoadRow, "loses"> = {}): Outcome {
  const throughput = spread(rounds.map(({ native, adapter }) => adapter.perSecond / native.perSecond));
  const cpu = spread(rounds.map(({ native, adapter }) => native.cpuPerUnit / adapter.cpuPerUnit));
  const native = typical(rounds.map((round) => round.native));
  const adapter = typical(rounds.map((round) => round.adapter));
  const isBusy = Math.min(native.serverShare, adapter.serverShare) >= BUSY;
  const taken = loses || isBusy ? "throughput" : "cpu";
  return { taken, figure: taken === "cpu" ? cpu : throughput, throughput, cpu, native, adapter };
}

export function connectOutcome(rounds: readonly Pair<ConnectSample>[]): ConnectOutcome {
  const ratio = (key: "p50" | "p99"): Spread => spread(rounds.map(({ native, adapter }) => native[key] / adapter[key]));
  const of = (variant: keyof Pair<unknown>, key: keyof ConnectSample): number =>
    median(rounds.map((round) => round[variant][key]));
  const middle = (variant: keyof Pair<unknown>): ConnectSample => ({
    p50: of(variant, "p50"),
    p99: of(variant, "p99"),
    attempts: of(variant, "attempts"),
  });
  return { figure: ratio("p50"), late: ratio("p99"), native: middle("native"), adapter: middle("adapter") };
}

export function idleOutcome(rounds: readonly Pair<Memory>[]): IdleOutcome {
  const more = (key: keyof Memory): Spread => spread(rounds.map(({ native, adapter }) => adapter[key] - native[key]));
  const middle = (variant: keyof Pair<unknown>): Memory => ({
    atRest: median(rounds.map((round) => round[variant].atRest)),
    perConnection: median(rounds.map((round) => round[variant].perConnection)),
  });
  return {
    atRest: more("atRest"),
    perConnection: more("perConnection"),
    native: middle("native"),
    adapter: middle("adapter"),
  };
}

function typical(measurements: readonly Measurement[]): Measurement {
  const of = (key: keyof Measurement): number => median(measurements.map((measurement) => measurement[key]));
  return {
    perSecond: of("perSecond"),
    sentPerSecond: of("sentPerSecond"),
    cpuPerUnit: of("cpuPerUnit"),
    serverShare: of("serverShare"),
    generatorShare: of("generatorShare"),
    lost: of("lost"),
  };
}
