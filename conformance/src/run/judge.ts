import { ActorError, type Case, Inapplicable, isActorError, Mismatch, type Outcome } from "@anysock/protocol-spec";
import { ProcessDied, ProtocolError, Unsupported, WaitIgnored } from "../agent/failure.ts";

/** What one playing of a case came to, before its level makes a verdict of it. */
export type Judgement =
  | { readonly kind: "passed"; readonly alternative?: string }
  | {
      readonly kind: "failed";
      readonly expected: string;
      readonly actual: string;
      /** It failed for lack of progress, for which a neighbour in play may be the reason. */
      readonly stalled?: true;
      /** The case has seen it again by itself. */
      readonly conclusive?: true;
      /** When it was seen, by `performance.now()`; absent: when the case ended. */
      readonly at?: number;
    }
  | {
      readonly kind: "unsupported";
      readonly reason: string;
      /** Bytes a second, of which it moves so few that it was not done in time: measured by this it can be judged. */
      readonly throughput?: number;
    }
  | { readonly kind: "harness-error"; readonly reason: string };

/** The case ended by itself. */
export function judgeOutcome(outcome: Outcome | undefined): Judgement {
  return outcome ? { kind: "passed", alternative: outcome.alternative } : { kind: "passed" };
}

/** What is known of the programs that play. */
export interface Cast {
  isTrusted(process: string): boolean;
  /** Why one of them may refuse: it never declared what the case is about. `null`: all of it was declared. */
  readonly undeclared: string | null;
}

/**
 * The case was ended by an error. A mismatch and an operation that failed unexpectedly are the subject's; a program of
 * the suite that dies or breaks its own protocol, and a case that stumbles over itself, are ours.
 */
export function judgeError(error: unknown, one: Case, cast: Cast): Judgement {
  if (error instanceof Mismatch) {
    const conclusive = error.isConclusive ? ({ conclusive: true } as const) : {};
    return { ...failed(error.expected, error.actual, error.cause), ...conclusive, at: error.at };
  }
  if (error instanceof Inapplicable) return { kind: "unsupported", reason: error.message };
  if (error instanceof ProcessDied) {
    if (cast.isTrusted(error.process)) return { kind: "harness-error", reason: error.message };
    return failed("the process lives", error.message);
  }
  if (error instanceof WaitIgnored) {
    if (cast.isTrusted(error.process)) return { kind: "harness-error", reason: error.message };
    return { ...failed(error.expected, error.actual), stalled: true };
  }
  if (error instanceof Unsupported) return judgeRefusal(error, one, cast);
  if (error instanceof ActorError) return judgeActorError(error, one, cast);
  if (error instanceof ProtocolError) return { kind: "harness-error", reason: error.message };
  return { kind: "harness-error", reason: `the case itself failed: ${stackOf(error)}` };
}

function judgeActorError(error: ActorError, one: Case, { undeclared }: Cast): Judgement {
  if (error.code === "ENOTSUP" && undeclared !== null) return { kind: "unsupported", reason: undeclared };
  return failed(one.title, `${error.code}: ${error.message}`, error);
}

/** What a case needs has been asked for before it was played: whoever declared it, or was not asked for it, has to do it. */
function judgeRefusal(error: Unsupported, one: Case, { isTrusted, undeclared }: Cast): Judgement {
  if (error.operation === null) return { kind: "unsupported", reason: error.message };
  if (undeclared !== null) return { kind: "unsupported", reason: undeclared };
  if (isTrusted(error.who)) return { kind: "harness-error", reason: error.message };
  return failed(one.title, error.message);
}

/** `cause` is the operation's failure: one that waited for nothing has stalled. */
function failed(expected: string, actual: string, cause?: unknown): Judgement & { readonly kind: "failed" } {
  return { kind: "failed", expected, actual, ...(isActorError(cause, "ETIMEDOUT") ? { stalled: true } : {}) };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
