import type { Level } from "./requirement.ts";

/** What a case says about a subject. */
export type VerdictName =
  | "pass"
  | "pass-alternative"
  | "violation"
  | "deviation"
  | "observed"
  | "unsupported"
  | "blocked"
  | "harness-error"
  | "flaky";

/** How a failed case of a level is called. */
export function failureOf(level: Level): VerdictName {
  return ({ MUST: "violation", SHOULD: "deviation", MAY: "observed" } as const)[level];
}
