import { type Case, failureOf, type Level, type VerdictName } from "@anysock/protocol-spec";
import type { Playing } from "./play.ts";

/** All playings of one case in one cell. The first may have had company; the others were alone on their processes. */
export interface Attempts {
  readonly one: Case;
  readonly level: Level;
  readonly playings: Playing[];
  /** Other cases that were in play at some time during the first attempt. */
  readonly company: ReadonlySet<string>;
}

/**
 * Whether playing it again would tell more: what always fails is told from what fails now and then. Standing still for the
 * whole patience with no neighbour to blame is no matter of a moment, and repeating it would cost as long again. Nor is what
 * the case has measured again by itself.
 */
export function wantsRepeat({ level, playings, company }: Attempts): boolean {
  if (level === "MAY" || playings.length >= 3 || !playings.every(hasFailed)) return false;
  return company.size > 0 || !playings.every((playing) => hasStalled(playing) || isConclusive(playing));
}

/** The attempt that is reported: the last failed one; without a failure the last one. */
export function reported(playings: readonly Playing[]): Playing {
  const playing = playings.findLast(hasFailed) ?? playings.at(-1);
  if (playing === undefined) throw new Error("no attempt was made");
  return playing;
}

export function hasFailed({ judgement }: Playing): boolean {
  return judgement.kind === "failed";
}

/**
 * Whether it failed only where it had company, by a death or a standstill that one of the others may have caused, and passed
 * whenever it was alone. Nobody is a bystander of wrong bytes.
 */
export function wasBystander({ playings, company }: Attempts): boolean {
  const [first, ...alone] = playings;
  if (first === undefined || company.size === 0 || alone.length === 0 || alone.some(hasFailed)) return false;
  return diedOrStalled(first);
}

export function diedOrStalled(playing: Playing): boolean {
  return playing.died !== null || hasStalled(playing);
}

function hasStalled({ judgement }: Playing): boolean {
  return judgement.kind === "failed" && judgement.stalled === true;
}

function isConclusive({ judgement }: Playing): boolean {
  return judgement.kind === "failed" && judgement.conclusive === true;
}

export function verdictOf({ level, playings }: Attempts): VerdictName {
  const { judgement } = reported(playings);
  // Nobody is held to a MAY: what it turns out to be is told, whether it was made use of or not.
  if (level === "MAY" && (judgement.kind === "passed" || judgement.kind === "failed")) return "observed";
  if (judgement.kind === "passed") return judgement.alternative === undefined ? "pass" : "pass-alternative";
  if (judgement.kind !== "failed") return judgement.kind;
  return playings.every(hasFailed) ? failureOf(level) : "flaky";
}
