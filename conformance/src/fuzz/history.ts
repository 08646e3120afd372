import type { StreamTransport } from "@anysock/protocol-spec";
import { answerWords } from "./answer-words.ts";
import type { Answer } from "./answers.ts";
import type { DatagramAnswer, DatagramOp } from "./datagram-model.ts";
import { ALWAYS_HELD, heldAtMost } from "./draw.ts";
import { Judge } from "./judge.ts";
import type { ListenerAnswer, ListenerOp } from "./listener-model.ts";
import type { Pending, World } from "./state.ts";

/** What was seen, in the order in which it was. */
export type Event =
  | { readonly kind: "asked"; readonly op: Pending | ListenerOp | DatagramOp; readonly words: string }
  | {
      readonly kind: "answered";
      readonly id: number;
      readonly answer: Answer | ListenerAnswer | DatagramAnswer;
      readonly told: string;
    }
  /** Everything had come to rest. */
  | { readonly kind: "rest" };

/** Why a history is none that the model allows. */
export interface Fault {
  /** `what it was`, `what was expected`. */
  readonly actual: string;
  readonly expected: string;
}

/** One schedule on one runtime. */
export interface History {
  readonly runtime: string;
  readonly events: readonly Event[];
  /** `null`: the model allows all of it. */
  readonly fault: Fault | null;
}

export function worldOf(transport: StreamTransport, ours: Iterable<string>, theirs: Iterable<string>): World {
  return {
    unix: transport === "unix",
    ours: new Set(ours),
    theirs: new Set(theirs),
    heldAtMost: heldAtMost(transport),
    alwaysHeld: ALWAYS_HELD,
  };
}

/**
 * What a history comes to where the runtimes must be alike: an answer that the model leaves open, because of what one of them
 * does not declare or because the specification does, is told as all that it could have been. Between two rests the answers are in
 * the order of the questions: which of them came first is chance.
 */
export function normalised(events: readonly Event[], world: World): readonly string[] {
  const judge = new Judge(world);
  const asked = new Map<number, { readonly op: Pending; readonly words: string }>();
  const lines: string[] = [];
  let since: Extract<Event, { kind: "answered" }>[] = [];
  const flush = (): void => {
    for (const { id, answer } of since.toSorted((a, b) => a.id - b.id)) {
      const of = asked.get(id);
      if (of === undefined) continue;
      const allowed = judge.alternatives(of.op, answer as Answer);
      lines.push(`${of.words}: ${openly(of.op, answer as Answer, allowed)}`);
      judge.answeredWithAny(id, allowed);
    }
    since = [];
  };
  for (const event of events) {
    if (event.kind === "answered") since.push(event);
    else if (event.kind === "rest") {
      flush();
      judge.rest();
    } else {
      const { op, words } = event as { readonly op: Pending; readonly words: string };
      judge.asked(op);
      asked.set(op.id, { op, words });
      lines.push(event.words);
    }
  }
  flush();
  return lines;
}

function openly({ op }: Pending, answer: Answer, allowed: readonly Answer[]): string {
  const words = [...new Set(allowed.map((one) => answerWords(op, one)))];
  if (words.length < 2) return answerWords(op, answer);
  const counts = new Set(allowed.map(({ count }) => count));
  if (counts.size < 2) return words.toSorted().join(" or ");
  return [...new Set(allowed.map((one) => answerWords(op, { ...one, count: 0 }).replace("0 bytes", "some bytes")))]
    .toSorted()
    .join(" or ");
}

/** The history as it was, a line for each thing that was asked or answered. */
export function historyLines(events: readonly Event[]): readonly string[] {
  const asked = new Map(events.flatMap((event) => (event.kind === "asked" ? [[event.op.id, event] as const] : [])));
  return events.flatMap((event): readonly string[] => {
    if (event.kind === "rest") return [];
    if (event.kind === "asked") return [event.words];
    return [`        ${asked.get(event.id)?.words.trim()}: ${event.told}`];
  });
}

/** The same where the answers between two rests are in the order of the questions. */
export function orderedLines(events: readonly Event[]): readonly string[] {
  const lines: string[] = [];
  let since: Extract<Event, { kind: "answered" }>[] = [];
  for (const event of events) {
    if (event.kind === "asked") lines.push(event.words);
    else if (event.kind === "answered") since.push(event);
    else {
      lines.push(...since.toSorted((a, b) => a.id - b.id).map(({ id, told }) => `operation ${id}: ${told}`));
      since = [];
    }
  }
  return lines;
}
