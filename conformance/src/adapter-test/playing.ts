import type { InsideFailure, ResultLine } from "@anysock/adapter-suite";
import { isFailure } from "../run/result.ts";
import type { ProcessEnd } from "./process.ts";
import type { AdapterResult, Playing } from "./result.ts";
import { stepsOf } from "./steps.ts";

export function hasPassed({ failed, broken }: Playing): boolean {
  return failed === null && broken === undefined;
}

export function isStalled({ failed }: Playing): boolean {
  return failed?.stalled === true;
}

/** Of a result: that it was told by what never came to its end. */
export function hangs({ verdict, actual }: AdapterResult): boolean {
  return isFailure(verdict) && actual !== undefined && HANGS.has(actual.split(";")[0] ?? "");
}

const STANDS_STILL = "the event loop of its process stands still";
const HANGS: ReadonlySet<string> = new Set(["it hangs", STANDS_STILL]);

export function playingOf({ durationMs, failed, broken, warmUp }: ResultLine, printed: string): Playing {
  const told = { durationMs, ...(broken === undefined ? {} : { broken }), ...(warmUp === undefined ? {} : { warmUp }) };
  if (failed === null) return { ...told, failed };
  const { expected, actual, hangs: stalled } = failed;
  return { ...told, failed: { expected, actual, stalled, evidence: evidenceOf(printed, null, failed) } };
}

export function playingOfEnd(end: Extract<ProcessEnd, { readonly index: number }>): Playing {
  const stalled = end.kind === "stood-still";
  const died = stalled ? null : `its process ${end.how}`;
  return {
    durationMs: performance.now() - end.since,
    ...(end.isWarming ? { warmUp: died ?? STANDS_STILL } : {}),
    failed: {
      expected: stalled ? "it comes to its end" : "the process lives",
      actual: stalled ? STANDS_STILL : "it dies",
      stalled,
      evidence: evidenceOf(end.stderr, died),
    },
  };
}

function evidenceOf(
  stderr: string,
  died: string | null,
  { exchanges, leftOut }: Pick<InsideFailure, "exchanges" | "leftOut"> = { exchanges: [], leftOut: 0 },
): NonNullable<Playing["failed"]>["evidence"] {
  return { ladder: { steps: stepsOf(exchanges), firstDivergent: null, leftOut }, stderr, died };
}
