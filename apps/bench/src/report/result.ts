import { availableParallelism, cpus, release } from "node:os";
import process from "node:process";
import { executable, type RuntimeId } from "@anysock/conformance";
import type { ConnectSample } from "../order.ts";
import type { ConnectRow, IdleRow, LoadRow, Row } from "../rows.ts";
import {
  BUSY,
  type ConnectOutcome,
  type IdleOutcome,
  MEMORY_TARGET,
  type Memory,
  type Outcome,
  type Pair,
  type Round,
  TARGET,
} from "../statistics.ts";

interface Measured<Of extends Row, In, Outcome> {
  readonly measures: Of["measures"];
  readonly row: Of;
  readonly rounds: readonly In[];
  readonly outcome: Outcome;
  readonly error: null;
}

/** A row of one runtime that could not be measured, and why not. */
interface Unmeasured {
  readonly measures: Row["measures"];
  readonly row: Row;
  readonly rounds: readonly [];
  readonly outcome: null;
  readonly error: string;
}

interface OnRuntime {
  readonly runtime: RuntimeId;
  readonly version: string;
}

export type LoadResult = OnRuntime & Measured<LoadRow, Round, Outcome>;
export type ConnectResult = OnRuntime & Measured<ConnectRow, Pair<ConnectSample>, ConnectOutcome>;
export type IdleResult = OnRuntime & Measured<IdleRow, Pair<Memory>, IdleOutcome>;

/** One row on one runtime: measured, or why not. */
export type Result = LoadResult | ConnectResult | IdleResult | (OnRuntime & Unmeasured);

/** The whole run, as `--json` writes it. Shares are of one core, CPU times in microseconds per unit, latencies in microseconds, memory in bytes. */
export interface Report {
  readonly bench: "anysock";
  readonly started: string;
  /** False: interrupted, and rows are missing. */
  readonly complete: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly target: number;
  /** By how many bytes an adapter may exceed the native server. */
  readonly memoryTarget: Memory;
  readonly busy: number;
  readonly environment: {
    readonly kernel: string;
    readonly cpu: string;
    readonly cores: number;
    readonly generator: string;
  };
  readonly results: readonly Result[];
}

export function report(
  run: Pick<Report, "started" | "complete" | "rounds" | "seconds">,
  results: readonly Result[],
): Report {
  return {
    bench: "anysock",
    ...run,
    target: TARGET,
    memoryTarget: MEMORY_TARGET,
    busy: BUSY,
    environment: {
      kernel: `${process.platform} ${release()} ${process.arch}`,
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      cores: availableParallelism(),
      generator: `bun ${executable("bun").version}`,
    },
    results,
  };
}
