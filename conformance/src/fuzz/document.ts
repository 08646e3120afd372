import type { Transport } from "@anysock/protocol-spec";
import { type Environment, environment, suiteVersion } from "../report/environment.ts";
import { type FuzzCommand, rerunOf } from "./finding-text.ts";
import type { FuzzResult } from "./fuzz.ts";
import { historyLines } from "./history.ts";
import type { Schedule } from "./schedule.ts";

/** What a fuzz run writes as JSON. */
export interface FuzzReport {
  readonly suite: "anysock";
  readonly report: "fuzz";
  readonly version: string;
  readonly seed: number;
  readonly partial: boolean;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly environment: Environment;
  readonly subjects: readonly { readonly id: string; readonly version: string }[];
  readonly transports: readonly Transport[];
  /** Schedules that were asked for, and that were played. */
  readonly schedules: number;
  readonly played: number;
  readonly findings: readonly {
    readonly path: string;
    /** `false`: it showed a fault once, and not when it was played again. */
    readonly steady: boolean;
    readonly why: string;
    readonly schedule: Schedule;
    readonly histories: readonly { readonly subject: string; readonly lines: readonly string[] }[];
    /** The line that plays it again. */
    readonly rerun: string;
  }[];
  readonly errors: readonly string[];
}

export interface FuzzFacts extends FuzzCommand {
  readonly subjects: FuzzReport["subjects"];
  readonly schedules: number;
  readonly startedAt: Date;
  readonly partial: boolean;
}

export function fuzzReport(facts: FuzzFacts, { played, findings, errors }: FuzzResult): FuzzReport {
  const { seed, partial, startedAt, subjects, transports, schedules } = facts;
  return {
    suite: "anysock",
    report: "fuzz",
    version: suiteVersion(),
    seed,
    partial,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    environment: environment(),
    subjects,
    transports,
    schedules,
    played,
    findings: findings.map((finding) => ({
      path: finding.path,
      steady: finding.isSteady,
      why: finding.disagreement.why,
      schedule: finding.schedule,
      histories: finding.disagreement.histories.map(({ runtime, events }) => ({
        subject: runtime,
        lines: historyLines(events),
      })),
      rerun: rerunOf(finding, facts),
    })),
    errors,
  };
}
