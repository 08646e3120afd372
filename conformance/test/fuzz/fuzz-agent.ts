import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Transport } from "@anysock/protocol-spec";
import { type FuzzResult, fuzz } from "../../src/fuzz/fuzz.ts";
import { rawAgent } from "../../src/subject/runtime.ts";

interface Budget {
  readonly transports: readonly Transport[];
  readonly runs: number;
  /** In milliseconds; 2 s if not given. */
  readonly patience?: number;
  readonly mostFindings?: number;
  readonly signal?: AbortSignal;
  readonly onPlayed?: (played: number) => void;
}

/** Plays schedules of seed 5 on the trusted peer, or on what a wrong agent of the zoo or of this folder makes of it. */
export function fuzzAgent(name: string | undefined, { patience = 2_000, ...budget }: Budget): Promise<FuzzResult> {
  const file = name === undefined ? undefined : fileOf(name);
  return fuzz({
    subjects: [{ id: name ?? "raw", agent: () => rawAgent(file) }],
    seed: 5,
    patience,
    afterClose: false,
    mostFindings: 1,
    shrinkMs: 0,
    signal: new AbortController().signal,
    ...budget,
  });
}

function fileOf(name: string): string {
  const own = fileURLToPath(new URL(`agents/${name}.mjs`, import.meta.url));
  return existsSync(own) ? own : fileURLToPath(new URL(`../../zoo/agents/${name}.mjs`, import.meta.url));
}
