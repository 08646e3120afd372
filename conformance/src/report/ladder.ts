import type { RecordedEvent, StageActor } from "../stage/record.ts";

/** A step of the ladder: a call with its result, or one of them where something else happened in between. */
interface LadderStep {
  /** Microseconds since the case began. */
  readonly at: number;
  readonly actor: StageActor | "adapter" | "peer";
  readonly connection?: number;
  readonly text: string;
  readonly detail?: string;
}

export interface Ladder {
  readonly steps: readonly LadderStep[];
  /** Index in `steps` of the first one that a conforming subject would have made different. */
  readonly firstDivergent: number | null;
  /** How many steps are left out, because a case with a thousand connections has thousands. */
  readonly leftOut: number;
}

/** The most steps that are kept of one case. */
const KEPT = 100;

/**
 * The ladder of a case that has failed. A case ends with the first answer that it does not accept, so the last answer
 * in the record is the one that differs; without any answer it is the last call.
 */
export function ladderOf(events: readonly RecordedEvent[]): Ladder {
  const culprit = events.findLastIndex(({ answers, actor }) => answers !== undefined || actor === "service");
  const divergent = culprit === -1 ? events.length - 1 : culprit;
  const steps: (LadderStep & { readonly isDivergent: boolean })[] = [];
  for (const [index, event] of events.entries()) {
    const call = index - 1;
    const isDivergent = index === divergent;
    if (event.answers !== undefined && event.answers === call) {
      const asked = steps.pop();
      if (asked !== undefined) steps.push({ ...merged(asked, event), isDivergent });
    } else steps.push({ ...stepOf(event, events), isDivergent });
  }
  const kept = shortened(steps);
  const firstDivergent = kept.findIndex(({ isDivergent }) => isDivergent);
  return {
    steps: kept.map(({ isDivergent: _, ...step }) => step),
    firstDivergent: firstDivergent === -1 ? null : firstDivergent,
    leftOut: steps.length - kept.length,
  };
}

function merged(call: LadderStep, answer: RecordedEvent): LadderStep {
  const took = answer.at - call.at;
  const connection = answer.connection ?? call.connection;
  return {
    at: call.at,
    actor: call.actor,
    ...(connection === undefined ? {} : { connection }),
    text: `${call.text} → ${answer.text} (${took} µs)`,
    ...(answer.detail === undefined ? {} : { detail: answer.detail }),
  };
}

function stepOf(event: RecordedEvent, events: readonly RecordedEvent[]): LadderStep {
  const { at, actor, connection, detail, answers } = event;
  const call = answers === undefined ? undefined : events[answers];
  return {
    at,
    actor,
    ...(connection === undefined ? {} : { connection }),
    text: call === undefined ? event.text : `${call.text} → ${event.text} (${at - call.at} µs)`,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Of many steps, those of the connection where it happened, and of these the last. */
function shortened<Step extends LadderStep & { readonly isDivergent: boolean }>(
  steps: readonly Step[],
): readonly Step[] {
  if (steps.length <= KEPT) return steps;
  const culprit = steps.find(({ isDivergent }) => isDivergent);
  const near = steps.filter(({ connection, actor }) => connection === culprit?.connection && actor === culprit?.actor);
  const end = near.findIndex(({ isDivergent }) => isDivergent) + 1;
  return near.slice(Math.max(0, end - KEPT), end);
}

const WIDTH = 56;

/** The ladder as text: the time, then what the end that connects did (or the adapter), then what the other one did. */
export function ladderLines({
  steps,
  firstDivergent,
  leftOut,
}: Ladder): readonly { readonly text: string; readonly isDivergent: boolean }[] {
  if (steps.length === 0) return [];
  const left = steps.some(({ actor }) => actor === "adapter") ? "adapter" : "client";
  const hasTwoEnds = steps.some(({ actor }) => actor !== left) && steps.some(({ actor }) => actor === left);
  const lines = folded(steps, firstDivergent).map(({ step, isDivergent, times }) => {
    const again = times === 1 ? "" : ` × ${times}`;
    const what = `${step.connection === undefined ? "" : `#${step.connection} `}${step.text}${again}`;
    const side = !hasTwoEnds ? `${step.actor}  ${what}` : step.actor === left ? what : `${" ".repeat(WIDTH)}│ ${what}`;
    const detail = step.detail === undefined ? [] : step.detail.split("\n");
    const margin = " ".repeat(hasTwoEnds && step.actor !== left ? 15 + WIDTH + 4 : 17);
    return [
      { text: `${isDivergent ? "►" : " "} ${milliseconds(step.at)}  ${side}`, isDivergent },
      ...detail.map((text) => ({ text: `${margin}${text}`, isDivergent })),
    ];
  });
  const heading = hasTwoEnds ? `${left.padEnd(WIDTH)}│ ${steps.find(({ actor }) => actor !== left)?.actor}` : "";
  const dropped = leftOut === 0 ? "" : `(${leftOut} earlier steps, or steps of other connections, are left out)`;
  const head = [heading, dropped].filter((text) => text !== "");
  return [...head.map((text) => ({ text: `${" ".repeat(15)}${text}`, isDivergent: false })), ...lines.flat()];
}

interface Folded {
  readonly step: LadderStep;
  readonly isDivergent: boolean;
  readonly times: number;
}

/** Neighbours that are alike but for their times are one, told with the first one's. */
function folded(steps: readonly LadderStep[], firstDivergent: number | null): readonly Folded[] {
  const kept: { step: LadderStep; isDivergent: boolean; times: number }[] = [];
  for (const [index, step] of steps.entries()) {
    const isDivergent = index === firstDivergent;
    const last = kept.at(-1);
    if (last !== undefined && !isDivergent && !last.isDivergent && likeness(last.step) === likeness(step)) last.times++;
    else kept.push({ step, isDivergent, times: 1 });
  }
  return kept;
}

function likeness({ actor, connection, text, detail }: LadderStep): string {
  return JSON.stringify([actor, connection, text.replace(/ \(\d+ µs\)$/, ""), detail]);
}

/** `   12.345 ms`. */
function milliseconds(microseconds: number): string {
  return `${(microseconds / 1000).toFixed(3).padStart(8)} ms`;
}
