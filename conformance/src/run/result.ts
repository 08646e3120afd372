import type { Case, Level, ServiceName, Transport, VerdictName } from "@anysock/protocol-spec";
import type { Ladder } from "../report/ladder.ts";

/** What one case said about one subject on one transport, whatever the subject is. */
export interface Judged {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  readonly level: Level;
  readonly transport: string;
  readonly verdict: VerdictName;
  readonly durationMs: number;
  /** For `pass-alternative`: which of the legal ways. */
  readonly alternative?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** For `unsupported`, `blocked` and `harness-error`: why there is no judgement. */
  readonly reason?: string;
  /** For `blocked`: the case at the root, and what it was; absent where this machine is the reason. */
  readonly blockedBy?: { readonly id: string; readonly verdict: VerdictName };
  /** How often it was played, and how often it failed; more than once only after a failure. */
  readonly runs: number;
  readonly failed: number;
  /** What the case observed: the value of a MAY, the sizes that it used. */
  readonly observations?: Readonly<Record<string, string | number | boolean>>;
  readonly failure?: Evidence;
}

/** Of a service, or of an end that an agent plays. */
export interface CaseResult extends Judged {
  readonly subject: Case["subject"];
  readonly transport: Transport;
  readonly service: ServiceName | null;
  readonly failure?: FailureRecord;
}

/** What is needed to understand a failure, and to see it again. */
export interface Evidence {
  /** What both ends did, in order; of an adapter, what its peer was asked and answered. */
  readonly ladder: Ladder;
  /** What the subject's process wrote to stderr while the case was played. */
  readonly stderr: string;
  /** How the subject's process ended, if it did. */
  readonly died: string | null;
  readonly rerun: string;
  /** A program that shows it without the suite. */
  readonly repro?: string;
  /** Of an adapter: what the case does, which is its own program. */
  readonly code?: string;
}

export interface FailureRecord extends Evidence {
  /** The seed of the whole run, which makes the same bytes again. */
  readonly seed: number;
  readonly repro: string;
}

/** Whether a case went as it is told, so that those that depend on it can be played. Of a MAY both are `observed`. */
export function isSuccess({ verdict, failed }: Pick<Judged, "verdict" | "failed">): boolean {
  return verdict === "pass" || verdict === "pass-alternative" || (verdict === "observed" && failed === 0);
}

/** Whether a verdict counts against the subject. */
export function isFailure(verdict: VerdictName): boolean {
  return verdict === "violation" || verdict === "deviation" || verdict === "flaky";
}
