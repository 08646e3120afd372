import { otherSide, type Side } from "./schedule.ts";
import { type End, type Pending, type State, type World, withEnd, without } from "./state.ts";
import { cutIsReset, isSending, mayReadEnd, mayWriteEnd, mustWriteEnd, RESET, refusal } from "./transitions.ts";

/** What an operation answered, without what is left to chance: chunks, addresses, times. */
export interface Answer {
  /** `null`: it succeeded. */
  readonly code: string | null;
  /** Bytes that a read gave, also one that failed. */
  readonly count?: number;
  /** A read met the end of the stream. */
  readonly end?: boolean;
  /** What was read is not what was written. */
  readonly isWrong?: boolean;
  /** What `close` said. */
  readonly delivered?: boolean;
  /** What `closed` said: the code, or `null` for good order. */
  readonly ended?: string | null;
}

/** The state behind an answer; `null`: in this state nobody may answer so. */
export function answered(state: State, op: Pending, answer: Answer, world: World): State | null {
  if (!op.begun || answer.isWrong === true) return null;
  const rest = without(state, op.id);
  switch (op.op) {
    case "read":
    case "glance":
      return readAnswered(rest, op, answer, world);
    case "write":
      return writeAnswered(rest, op, answer, world);
    case "closeWrite":
      return finAnswered(rest, op, answer, world);
    case "close":
      return closeAnswered(rest, op, answer, world);
    case "closed":
      return answer.code === null && mayHaveEndedSo(rest, op.side, answer.ended ?? null, world) ? rest : null;
    default:
      return answer.code === null ? rest : null;
  }
}

function readAnswered(state: State, op: Pending, answer: Answer, world: World): State | null {
  const { side } = op;
  const [end, peer] = [state[side], state[otherSide(side)]];
  const count = answer.count ?? 0;
  const taken = end.taken + count;
  if (count > op.bytes || taken > peer.started) return null;
  const after = withEnd(state, side, { taken });
  if (op.doom !== null && answer.code !== null && op.doom.includes(answer.code)) {
    return answer.code === "EBUSY" && count > 0 ? null : after;
  }
  if (op.doom !== null && !op.mayHaveEnded) return null;
  if (answer.code === null) {
    if (answer.end !== true) return count === op.bytes ? after : null;
    return mayEnd(state, side, taken, world) ? withEnd(after, side, { sawEnd: true }) : null;
  }
  if (answer.code === "ETIMEDOUT" && op.op === "glance") return after;
  // A write that met the reset first gives its code to the reads that follow.
  const codes = world.unix || end.toldWriting ? RESET : ["ECONNRESET"];
  if (!end.hit || end.sawEnd || !codes.includes(answer.code) || taken < keptThroughReset(end, peer, side, world)) {
    return null;
  }
  return withEnd(after, side, { told: true, toldReading: true });
}

/** Bytes that came before a reset are read before it is told (RESET-3), where no write met it first or the runtime keeps them. */
function keptThroughReset(end: End, peer: End, side: Side, world: World): number {
  return end.toldWriting && !world[side].has("read-after-reset") ? 0 : peer.arrived;
}

/** Whether the end of the stream may be read, once `taken` bytes have been. */
function mayEnd(state: State, side: Side, taken: number, world: World): boolean {
  const [end, peer] = [state[side], state[otherSide(side)]];
  if (end.sawEnd) return taken === end.taken;
  if (peer.finSent && taken === peer.started) return true;
  // A reset that was reported never turns into an end (RESET-4).
  if (!end.hit || end.toldReading) return false;
  // What looks like an end may have come before a write noticed that nobody is there.
  if (!cutIsReset(world, otherSide(side))) return taken >= peer.accepted;
  if (end.told) return false;
  return !world[side].has("reset-after-data") && taken >= keptThroughReset(end, peer, side, world);
}

function writeAnswered(state: State, op: Pending, { code }: Answer, world: World): State | null {
  const { side } = op;
  if (op.doom !== null && code !== null && op.doom.includes(code)) {
    // Behind the own FIN that is what EPIPE says.
    return RESET.includes(code) && state[side].hit && !state[side].finAsked
      ? withEnd(state, side, { told: true, toldWriting: true })
      : state;
  }
  if (op.doom !== null && !op.mayHaveEnded) return null;
  if (code === null) {
    if (!mayWriteEnd(state, op, world)) return null;
    return withEnd(state, side, { accepted: state[side].accepted + op.bytes });
  }
  if (!RESET.includes(code) || !state[side].hit) return null;
  return withEnd(state, side, { told: true, toldWriting: true });
}

function finAnswered(state: State, op: Pending, { code }: Answer, world: World): State | null {
  const end = state[op.side];
  if (op.doom !== null && code !== null && op.doom.includes(code)) return state;
  if (op.doom !== null && !op.mayHaveEnded) return null;
  if (code === null) {
    // Where a cut does not look like one, shutting down may succeed behind it.
    return end.finSent || (end.hit && !cutIsReset(world, otherSide(op.side))) ? state : null;
  }
  if (end.hit && RESET.includes(code)) return withEnd(state, op.side, { told: true, toldWriting: true });
  return null;
}

function closeAnswered(state: State, op: Pending, { code, delivered }: Answer, world: World): State | null {
  const { side } = op;
  const [end, peer] = [state[side], state[otherSide(side)]];
  // It never fails.
  if (code !== null) return null;
  const after = withEnd(state, side, { released: true });
  if (delivered !== true) return end.hit || end.told || end.cut !== null ? after : null;
  if (end.told || end.cut !== null) return null;
  const peerEnded = peer.finSent || (end.hit && !cutIsReset(world, otherSide(side)));
  return peerEnded && (end.finSent || end.hit) ? after : null;
}

/** Good order is both FINs and no failure (CLOSE-6); what was reset says so (RESET-6). */
function mayHaveEndedSo(state: State, side: Side, ended: string | null, world: World): boolean {
  const [end, peer] = [state[side], state[otherSide(side)]];
  if (ended !== null) return refusal(end)?.includes(ended) ?? (end.hit && RESET.includes(ended));
  if (end.told || end.cut !== null) return false;
  if (end.hit && !cutIsReset(world, otherSide(side))) return true;
  return end.finSent && peer.finSent && (end.sawEnd || end.released);
}

/** Whether nothing that is not here yet can keep this operation from answering: everything else is at rest. */
export function mustAnswer(state: State, op: Pending, world: World): boolean {
  const { side } = op;
  const [end, peer] = [state[side], state[otherSide(side)]];
  if (op.op === "closed") return !state.pending.some((one) => one.side === side && one.op === "close");
  if (op.doom !== null || end.cut !== null || op.op === "glance") return true;
  switch (op.op) {
    case "read":
      return mayReadEnd(state, op, world);
    case "write":
      return end.hit || mustWriteEnd(state, op, world);
    case "closeWrite":
      return end.finSent || end.hit;
    case "close":
      return end.hit || end.told || (end.finSent && peer.finSent);
    default:
      return true;
  }
}

/** Bytes lie at the other end once everything is at rest and no write is stuck. */
export function atRest(state: State): State {
  const settled = (side: Side): Partial<End> => {
    const isStuck = state.pending.some((op) => isSending(op, side));
    return isStuck ? {} : { arrived: state[side].accepted };
  };
  return withEnd(withEnd(state, "ours", settled("ours")), "theirs", settled("theirs"));
}
