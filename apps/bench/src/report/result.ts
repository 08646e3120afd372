import { availableParallelism, cpus, release } from "node:os";
import process from "node:process";
import { executable, type RuntimeId } from "@anysock/conformance";
import type { Row } from "../rows.ts";
import { BUSY, type Outcome, type Round, TARGET } from "../statistics.ts";

/** One row on one runtime: measured, or why not. */
export interface Result {
  readonly runtime: RuntimeId;
  readonly version: string;
  readonly row: Row;
  readonly rounds: readonly Round[];
  readonly outcome: Outcome | null;
  readonly error: string | null;
}

/** The whole run, as `--json` writes it. Shares are of one core, CPU times in microseconds per unit. */
export interface Report {
  readonly bench: "anysock";
  readonly started: string;
  /** False: interrupted, and rows are missing. */
  readonly complete: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly target: number;
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
