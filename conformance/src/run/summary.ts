import type { Level, VerdictName } from "@anysock/protocol-spec";
import { isFailure, isSuccess, type Judged } from "./result.ts";

/** Requirements of one level. Every one is counted in exactly one of the others and in `total`. */
export interface LevelSummary {
  /** In every transport that ran. */
  readonly passed: number;
  readonly failed: number;
  /** The subject declares that it cannot do it. */
  readonly notApplicable: number;
  /** Blocked, or an error of the suite. */
  readonly notJudged: number;
  /** A MAY that was not made use of. */
  readonly observed: number;
  readonly total: number;
}

export interface Summary {
  readonly must: LevelSummary;
  readonly should: LevelSummary;
  readonly may: LevelSummary;
  /** Requirements of all levels that could not be judged, or failed now and then only. */
  readonly unsupported: number;
  readonly blocked: number;
  readonly harnessErrors: number;
  readonly flaky: number;
  /** Cases by verdict. */
  readonly cases: Readonly<Partial<Record<VerdictName, number>>>;
}

type Fate = "passed" | "failed" | "flaky" | "blocked" | "harness-error" | "observed" | "unsupported";

/** Counts requirements: one that several cases verify counts once, and passes only where all of them do. */
export function summarize(results: readonly Judged[]): Summary {
  const byRequirement = new Map<string, { readonly level: Level; readonly results: Judged[] }>();
  const cases: Partial<Record<VerdictName, number>> = {};
  for (const result of results) {
    const { requirements, level, verdict } = result;
    cases[verdict] = (cases[verdict] ?? 0) + 1;
    for (const id of requirements) {
      const entry = byRequirement.get(id) ?? { level, results: [] };
      entry.results.push(result);
      byRequirement.set(id, entry);
    }
  }
  const fates = [...byRequirement.values()].map((entry) => ({ level: entry.level, fate: fateOf(entry.results) }));
  const count = (wanted: Fate, level?: Level): number =>
    fates.filter(({ fate, level: actual }) => fate === wanted && (level === undefined || level === actual)).length;
  const ofLevel = (level: Level): LevelSummary => ({
    passed: count("passed", level),
    failed: count("failed", level) + count("flaky", level),
    notApplicable: count("unsupported", level),
    notJudged: count("blocked", level) + count("harness-error", level),
    observed: count("observed", level),
    total: fates.filter((entry) => entry.level === level).length,
  });
  return {
    must: ofLevel("MUST"),
    should: ofLevel("SHOULD"),
    may: ofLevel("MAY"),
    unsupported: count("unsupported"),
    blocked: count("blocked"),
    harnessErrors: count("harness-error"),
    flaky: count("flaky"),
    cases,
  };
}

/** The worst that was said about a requirement. What could not be judged is never hidden by what passed. */
function fateOf(results: readonly Judged[]): Fate {
  const verdicts = results.map(({ verdict }) => verdict);
  if (verdicts.some((verdict) => isFailure(verdict) && verdict !== "flaky")) return "failed";
  for (const fate of ["flaky", "harness-error", "blocked"] as const) {
    if (verdicts.includes(fate)) return fate;
  }
  if (results.some((result) => result.verdict === "observed" && !isSuccess(result))) return "observed";
  return results.some(isSuccess) ? "passed" : "unsupported";
}

/** `MUST 41/43 (2 n/a)`. */
export function formatLevel(level: Level, summary: LevelSummary): string {
  const parts = [
    [summary.failed, "failed"],
    [summary.notJudged, "not judged"],
    [summary.observed, "not made use of"],
    [summary.notApplicable, "n/a"],
  ] as const;
  const rest = parts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`);
  return `${level} ${summary.passed}/${summary.total}${rest.length === 0 ? "" : ` (${rest.join(", ")})`}`;
}
