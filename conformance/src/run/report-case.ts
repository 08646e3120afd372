import type { Case, Level, Transport } from "@anysock/protocol-spec";
import { ladderOf } from "../report/ladder.ts";
import { reproOf } from "../report/repro.ts";
import { type Attempts, hasFailed, reported, verdictOf } from "./attempts.ts";
import type { Playing } from "./play.ts";
import type { CaseResult, FailureRecord } from "./result.ts";

export interface ResultContext {
  readonly one: Case;
  readonly level: Level;
  readonly transport: Transport;
  /** The seed of the run. */
  readonly seed: number;
  readonly rerun: string;
}

/** The result of a case that was played. */
export function resultOf(attempts: Attempts, context: ResultContext): CaseResult {
  const playing = reported(attempts.playings);
  const { judgement, record } = playing;
  const observations = Object.fromEntries(record.observations);
  return {
    ...base(context),
    verdict: verdictOf(attempts),
    durationMs: rounded(playing.durationMs),
    ...(judgement.kind === "passed" && judgement.alternative !== undefined
      ? { alternative: judgement.alternative }
      : {}),
    ...(judgement.kind === "failed" ? { expected: judgement.expected, actual: judgement.actual } : {}),
    ...("reason" in judgement ? { reason: judgement.reason } : {}),
    runs: attempts.playings.length,
    failed: attempts.playings.filter(hasFailed).length,
    ...(Object.keys(observations).length === 0 ? {} : { observations }),
    ...(judgement.kind === "failed" ? { failure: failureOf(playing, context) } : {}),
  };
}

/** The result of a case that says nothing because another one failed. The root is named, not the link before. */
export function blockedResult(context: ResultContext, by: CaseResult): CaseResult {
  const root = by.blockedBy ?? { id: by.id, verdict: by.verdict };
  const reason = `${root.id} is a ${root.verdict}`;
  return { ...base(context), verdict: "blocked", durationMs: 0, reason, blockedBy: root, runs: 0, failed: 0 };
}

export function unsupportedResult(context: ResultContext, reason: string): CaseResult {
  return { ...base(context), verdict: "unsupported", durationMs: 0, reason, runs: 0, failed: 0 };
}

function base({
  one,
  level,
  transport,
}: ResultContext): Omit<CaseResult, "verdict" | "durationMs" | "runs" | "failed"> {
  return {
    id: one.id,
    title: one.title,
    requirements: one.verifies,
    level,
    subject: one.subject,
    transport,
    service: one.needs.service ?? null,
  };
}

function failureOf(playing: Playing, context: ResultContext): FailureRecord {
  // What came after the verdict, while other connections were wound up, is no part of it.
  const events = playing.record.events.slice(0, playing.eventsAtVerdict);
  return {
    seed: context.seed,
    ladder: ladderOf(events),
    stderr: playing.stderr,
    died: playing.died,
    rerun: context.rerun,
    repro: reproOf(context.one, events, context.transport),
  };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
