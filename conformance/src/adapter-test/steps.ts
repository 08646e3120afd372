import type { Exchange } from "@anysock/adapter-suite";
import type { Ladder } from "../report/ladder.ts";

type Step = Ladder["steps"][number];

/**
 * What both ends of a case did, in its order: a call with what it came to, or one of them and later the other where something else
 * happened in between.
 */
export function stepsOf(exchanges: readonly Exchange[]): readonly Step[] {
  return exchanges
    .flatMap((one) => {
      const answered = answerOf(one);
      if (!exchanges.some((other) => other !== one && isWithin(one, other))) return [stepOf(one, one.at, answered)];
      return [stepOf(one, one.at, one.question), stepOf(one, endOf(one), answered)];
    })
    .sort((one, other) => one.at - other.at);
}

/** Whether a call was made, or came to its end, while another one waited. */
function isWithin(waiting: Exchange, other: Exchange): boolean {
  // What is alike and in a row is one step; what has not settled is told once.
  if (waiting.took === null || waiting.times > 1) return false;
  return [other.at, endOf(other)].some((at) => at > waiting.at && at < endOf(waiting));
}

function endOf({ at, took }: Exchange): number {
  return at + (took ?? Number.POSITIVE_INFINITY);
}

function stepOf({ by, object }: Exchange, at: number, text: string): Step {
  return { at: Math.round(at * 1000), actor: by, ...(object === null ? {} : { connection: object }), text };
}

function answerOf({ by, question, answer, took, times }: Exchange): string {
  if (answer === null) return `${question} → ${by === "peer" ? "no answer" : "has not settled"}`;
  const again = times === 1 ? "" : ` × ${times}`;
  return `${question} → ${answer} (${Math.round((took ?? 0) * 1000)} µs)${again}`;
}
