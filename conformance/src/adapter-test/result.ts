import type { ApiCase, Planned } from "@anysock/adapter-suite";
import { failureOf, type Level, type VerdictName } from "@anysock/protocol-spec";
import type { Evidence, Judged } from "../run/result.ts";
import type { AdapterTransport } from "./transports.ts";

/** What one API case said about an adapter on one transport. */
export interface AdapterResult extends Judged {
  readonly transport: AdapterTransport;
}

/** One playing of a case. */
export interface Playing {
  readonly durationMs: number;
  /** Why the suite itself failed: nothing is said of the adapter. */
  readonly broken?: string;
  /** Why what is opened before the first case of a transport could not be: one connection made, one accepted. */
  readonly warmUp?: string;
  readonly failed: {
    readonly expected: string;
    readonly actual: string;
    readonly evidence: Omit<Evidence, "rerun" | "code">;
    /** It did not come to its end: playing it again may cost as long again. */
    readonly stalled: boolean;
  } | null;
}

export interface ResultContext {
  readonly one: ApiCase;
  readonly level: Level;
  readonly transport: AdapterTransport;
  readonly rerun: string;
}

/** Of a case that was played, once or more often. */
export function resultOf(all: readonly Playing[], context: ResultContext): AdapterResult {
  const playings = all.filter(({ broken }) => broken === undefined);
  const [{ durationMs: took = 0, broken: reason = "" } = {}] = all;
  if (playings.length === 0)
    return { ...base(context), verdict: "harness-error", durationMs: took, reason, runs: all.length, failed: 0 };
  const failures = playings.filter(({ failed }) => failed !== null);
  const shown = failures.at(-1) ?? playings.at(-1);
  if (shown === undefined) throw new Error("no attempt was made");
  const { failed, durationMs } = shown;
  const told =
    failed === null
      ? {}
      : {
          expected: failed.expected,
          actual: failed.actual,
          failure: { ...failed.evidence, rerun: context.rerun, code: codeOf(context.one) },
        };
  return {
    ...base(context),
    verdict: verdictOf(playings.length, failures.length, context.level),
    durationMs: Math.round(durationMs * 1000) / 1000,
    ...told,
    runs: playings.length,
    failed: failures.length,
  };
}

/** What the adapter has not declared says nothing against it; what this machine has not got leaves it unjudged. */
export function unplayed(context: ResultContext, { of, what }: NonNullable<Planned["lack"]>): AdapterResult {
  const verdict = of === "adapter" ? "unsupported" : "blocked";
  return { ...base(context), verdict, durationMs: 0, reason: what, runs: 0, failed: 0 };
}

/** Behind one of which the rest of its transport would tell no more, `reason` says why. */
export function blocked(context: ResultContext, { id, verdict }: AdapterResult, reason: string): AdapterResult {
  const result = { ...base(context), durationMs: 0, reason, blockedBy: { id, verdict }, runs: 0, failed: 0 };
  return { ...result, verdict: "blocked" };
}

function base({
  one,
  level,
  transport,
}: ResultContext): Pick<AdapterResult, "id" | "title" | "requirements" | "level" | "transport"> {
  return { id: one.id, title: one.title, requirements: one.verifies, level, transport };
}

function verdictOf(runs: number, failed: number, level: Level): VerdictName {
  if (level === "MAY") return "observed";
  if (failed === 0) return "pass";
  return failed === runs ? failureOf(level) : "flaky";
}

/** Its program, as the runtime of the suite has read it, without the margin that it has in its file. */
function codeOf({ play }: ApiCase): string {
  const lines = play.toString().split("\n");
  const margin = Math.min(
    ...lines
      .slice(1)
      .filter((line) => line.trim() !== "")
      .map((line) => line.search(/\S/)),
  );
  return lines.map((line, index) => withoutHoles(index === 0 ? line : line.slice(margin))).join("\n");
}

/** Types that a runtime has taken out leave blanks in their places. */
function withoutHoles(line: string): string {
  return line.replaceAll(/(?<=\S) {3,}(?=[(),;])/g, "").replaceAll(/(?<=\S) {3,}(?==>)/g, " ");
}
