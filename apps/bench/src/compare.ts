import type { RuntimeId } from "@anysock/conformance";
import { Generator } from "./generator.ts";
import type { Sample } from "./order.ts";
import { type LoadRow, protocolOf } from "./rows.ts";
import { type Server, startServer } from "./server.ts";
import type { Measurement, Round } from "./statistics.ts";
import type { Variant } from "./variants.ts";

export interface Plan {
  readonly rounds: number;
  /** Length of each window. */
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly onRound: (round: number, of: number) => void;
}

/** New connections work for this part of a window before it begins. */
const WARMUP = 0.2;

/** Longest time in which a server becomes warm, in milliseconds. */
const LONGEST_WARMUP = 3000;

/** Measures the two echo servers of a runtime in turn: native, adapter, native, adapter, … The other one is idle meanwhile. */
export async function compare(runtime: RuntimeId, row: LoadRow, plan: Plan): Promise<Round[]> {
  const started: { stop(): Promise<void> }[] = [];
  const keep = <One extends { stop(): Promise<void> }>(one: One): One => {
    started.push(one);
    return one;
  };
  const protocol = protocolOf(row.work);
  try {
    const native = keep(await startServer(runtime, "native", protocol, plan.signal));
    const adapter = keep(await startServer(runtime, "adapter", protocol, plan.signal));
    return await alternate(runtime, row, keep(new Generator()), { native, adapter }, plan);
  } finally {
    await Promise.all(started.map((one) => one.stop()));
  }
}

async function alternate(
  runtime: RuntimeId,
  row: LoadRow,
  generator: Generator,
  servers: Readonly<Record<Variant, Server>>,
  plan: Plan,
): Promise<Round[]> {
  const window = plan.seconds * 1000;
  const measure = async (variant: Variant, warmup: number, length: number): Promise<Sample> => {
    const { port, pid } = servers[variant];
    try {
      return await generator.measure({ work: row.work, port, pid, warmup, window: length }, plan.signal);
    } catch (error) {
      if (plan.signal.aborted || !(error instanceof Error)) throw error;
      throw new Error(`${variant} on ${runtime}: ${error.message}`, { cause: error });
    }
  };
  for (const variant of ["native", "adapter"] as const) {
    const end = performance.now() + LONGEST_WARMUP;
    for (let units = 0; units < row.warmup && performance.now() < end; ) {
      units += (await measure(variant, 0, Math.max(window, 500))).done / row.perUnit;
    }
  }
  const rounds: Round[] = [];
  while (rounds.length < plan.rounds) {
    plan.onRound(rounds.length + 1, plan.rounds);
    const native = measurement(await measure("native", window * WARMUP, window), row);
    const adapter = measurement(await measure("adapter", window * WARMUP, window), row);
    rounds.push({ native, adapter });
  }
  return rounds;
}

/** @throws Error where nothing came back in the window: then there is no time per unit. */
export function measurement(sample: Sample, row: LoadRow): Measurement {
  if (sample.done === 0)
    throw new Error(`no ${row.unit} came back whole within the window; make it longer (--seconds)`);
  const units = sample.done / row.perUnit;
  const sent = units + (sample.lost ?? 0) / row.perUnit;
  const microseconds = sample.milliseconds * 1000;
  return {
    perSecond: (units / microseconds) * 1e6,
    sentPerSecond: (sent / microseconds) * 1e6,
    cpuPerUnit: sample.serverCpu / units,
    serverShare: sample.serverCpu / microseconds,
    generatorShare: sample.generatorCpu / microseconds,
    lost: (sent - units) / sent,
  };
}
