import { otherSide, type Side } from "./schedule.ts";
import { type End, type Pending, type State, type World, withEnd, withPending } from "./state.ts";

/** What a connection that was reset by its peer says; which of the two depends on who noticed (WRITE-4, WRITE-7). */
export const RESET: readonly string[] = ["ECONNRESET", "EPIPE"];

/** What a peer's cut looks like for sure: a reset, and not perhaps an end in good order (RESET-5; invariant 4 for the rest). */
export function cutIsReset(world: World, by: Side): boolean {
  return !world.unix && world[by].has("tcp:reset");
}

/** Both FINs have gone their ways and nothing failed: there is nothing left to be reset. */
function isOver(end: End): boolean {
  return end.finSent && end.sawEnd && !end.told;
}

/**
 * States that can follow without anybody outside noticing: an operation begins, a FIN leaves, a cut arrives. `isSure`: only what
 * must happen where nothing else does.
 */
export function silentMoves(state: State, world: World, isSure: boolean = false): readonly State[] {
  const moves: State[] = [];
  for (const side of ["ours", "theirs"] as const) {
    const [end, peer] = [state[side], state[otherSide(side)]];
    for (const op of beginners(state, side)) moves.push(...begin(state, op, world));
    if (end.finAsked && !end.finSent && mayFinLeave(state, side, world, isSure)) {
      moves.push(withEnd(state, side, { finSent: true }));
    }
    if (peer.cut !== null && !end.hit) moves.push(withEnd(state, side, { hit: true }));
  }
  return moves;
}

/** What sends keeps its order, and so does all else: an agent begins reads, cancelling and `abort` as they come. */
const sends: ReadonlySet<Pending["op"]> = new Set(["write", "closeWrite", "close"]);

/** The next of what sends, and the next of all else. */
function beginners(state: State, side: Side): readonly Pending[] {
  const waiting = state.pending.filter((op) => op.side === side && !op.begun);
  return [true, false].flatMap((isSent) => waiting.find(({ op }) => sends.has(op) === isSent) ?? []);
}

/** FIN follows every byte (HALFCLOSE-6): one that is stuck holds it back. */
function mayFinLeave(state: State, side: Side, world: World, isSure: boolean): boolean {
  const end = state[side];
  if (end.cut !== null) return false;
  if (end.hit && cutIsReset(world, otherSide(side))) return false;
  const ends = isSure ? mustWriteEnd : mayWriteEnd;
  return state.pending.every((op) => !isSending(op, side) || ends(state, op, world));
}

export function isSending(op: Pending, side: Side): boolean {
  return op.side === side && op.op === "write" && op.begun && op.doom === null;
}

/** Bytes of the direction away from `side` that nobody can have asked for by now. */
function unclaimed(state: State, op: Pending): number {
  const peer = otherSide(op.side);
  if (state[peer].closing) return 0;
  const asked = state.pending.filter((one) => isReading(one, peer)).reduce((sum, one) => sum + one.bytes, 0);
  return op.upTo - state[peer].taken - asked;
}

export function isReading(op: Pending, side: Side): boolean {
  return op.side === side && (op.op === "read" || op.op === "glance") && op.begun && op.doom === null;
}

/** Nobody collects more than the systems hold and 1 MiB (BACKPRESSURE-4). */
export function mayWriteEnd(state: State, op: Pending, world: World): boolean {
  return op.bytes === 0 || unclaimed(state, op) <= world.heldAtMost;
}

export function mustWriteEnd(state: State, op: Pending, world: World): boolean {
  // Who closes throws input away only once what it has written itself has left.
  const peer = state[otherSide(op.side)];
  return (!peer.closing || peer.finSent) && unclaimed(state, op) <= world.alwaysHeld;
}

function begin(state: State, op: Pending, world: World): readonly State[] {
  const begun = withPending(state, op.id, { begun: true });
  const end = state[op.side];
  switch (op.op) {
    case "read":
    case "glance":
      return beginRead(begun, op, world);
    case "write": {
      const doom = refusal(end) ?? (end.finAsked ? ["EPIPE", ...(end.hit ? RESET : []), ...late(end)] : null);
      if (doom !== null) return [withPending(begun, op.id, { doom })];
      // Where the reset is known, the system refuses the first write as well.
      const refused = end.hit && op.bytes > 0 && (cutIsReset(world, otherSide(op.side)) || world.unix);
      const upTo = end.started + op.bytes;
      return [
        withPending(withEnd(begun, op.side, { started: upTo }), op.id, { upTo, ...(refused ? { doom: RESET } : {}) }),
      ];
    }
    case "closeWrite": {
      const doom = end.finAsked && !end.closing && end.cut === null ? null : refusal(end);
      if (doom !== null) return [withPending(begun, op.id, { doom, mayHaveEnded: end.finSent })];
      if (end.released) return [withPending(begun, op.id, { doom: late(end), mayHaveEnded: true })];
      return [withEnd(begun, op.side, { finAsked: true })];
    }
    case "close":
      return [withEnd(doomReads(begun, op.side, ["ECLOSED"], world), op.side, { closing: true, finAsked: true })];
    case "abort":
      return abort(begun, op.side, world);
    case "closed":
      return [begun];
    case "cancel":
      return cancel(begun, op, world);
  }
}

function abort(state: State, side: Side, world: World): readonly State[] {
  const end = state[side];
  if (end.released || end.cut !== null) return [state];
  const over = withEnd(state, side, { released: true });
  if (isOver(end)) return [over];
  const aborted = cut(state, side, "ECLOSED", world);
  // Both FINs may have met already, though nobody has read the peer's.
  return end.finSent && !end.told && hasEnded(state, side, world) ? [over, aborted] : [aborted];
}

/** The peer's FIN has been sent, or what may look like one, and there is nothing before it to read: that is the end, read or not. */
function hasEnded(state: State, side: Side, world: World): boolean {
  const [end, peer] = [state[side], state[otherSide(side)]];
  if (end.sawEnd || (peer.finSent && end.taken === peer.started)) return true;
  return end.hit && !cutIsReset(world, otherSide(side)) && end.taken >= peer.accepted;
}

/** What every operation reports once its own program has ended the connection, or was told that it failed. */
export function refusal(end: End): readonly string[] | null {
  if (end.cut !== null) return endedHere(end);
  if (end.closing) return closedHere(end);
  return end.told ? RESET : null;
}

/** Closed by this program, or what had ended the connection before or meanwhile. */
function closedHere({ hit, told }: End): readonly string[] {
  return ["ECLOSED", ...(hit || told ? RESET : [])];
}

/** A connection that was cut by a write that was given up says so; the trusted peer calls it closed. A failure that came first stays. */
function endedHere({ cut, hit, told }: End): readonly string[] {
  return [...(cut === "ECANCELED" ? ["ECANCELED"] : []), "ECLOSED", ...(hit || told ? RESET : [])];
}

/** An `abort` of what was over already does nothing, or it is remembered. */
function late({ released }: End): readonly string[] {
  return released ? ["ECLOSED"] : [];
}

function beginRead(state: State, op: Pending, world: World): readonly State[] {
  const end = state[op.side];
  // The end of a stream stays one, where nothing before it was thrown away.
  const mayHaveEnded = hasEnded(state, op.side, world);
  if (end.cut !== null) return [withPending(state, op.id, { doom: endedHere(end), mayHaveEnded })];
  if (end.closing) {
    // Only an end that a read has given stays one: it may be under way.
    const isGiven =
      end.sawEnd || state.pending.some((one) => one.id !== op.id && one.side === op.side && one.op === "read");
    return [withPending(state, op.id, { doom: closedHere(end), mayHaveEnded: mayHaveEnded && isGiven })];
  }
  if (end.released) return [withPending(state, op.id, { doom: late(end), mayHaveEnded: true })];
  const first = state.pending.find((one) => one.id !== op.id && isReading(one, op.side));
  if (first === undefined) return [state];
  const busy = withPending(state, op.id, { doom: ["EBUSY"] });
  // The first may have come to its end, though it has not told.
  return mayReadEnd(state, first, world) ? [busy, state] : [busy];
}

function doomReads(state: State, side: Side, doom: readonly string[], world: World): State {
  return state.pending
    .filter((op) => isReading(op, side))
    .reduce((next, op) => withPending(next, op.id, { doom, mayHaveEnded: mayReadEnd(state, op, world) }), state);
}

/** Everything that is pending at this end is over; what this end has not sent is lost. */
function cut(state: State, side: Side, code: "ECLOSED" | "ECANCELED", world: World): State {
  const after = withEnd(state, side, { cut: code });
  const doom = endedHere(after[side]);
  return {
    ...after,
    pending: after.pending.map((op): Pending => {
      if (op.side !== side || !op.begun) return op;
      if (op.doom !== null) return { ...op, doom: [...op.doom, ...doom] };
      if (op.op === "read" || op.op === "glance") return { ...op, doom, mayHaveEnded: mayReadEnd(state, op, world) };
      if (op.op === "write") return { ...op, doom, mayHaveEnded: mayWriteEnd(state, op, world) };
      return op.op === "closeWrite" ? { ...op, doom, mayHaveEnded: state[side].finSent } : op;
    }),
  };
}

/** A cancelled read has consumed nothing more (READ-5); a cancelled write that had started cuts the connection (WRITE-11). */
function cancel(state: State, { target, side }: Pending, world: World): readonly State[] {
  const op = state.pending.find((one) => one.id === target);
  if (op === undefined) return [state];
  const doom = ["ECANCELED"];
  // Both were asked for before it answered.
  if (op.doom !== null) return [withPending(state, op.id, { doom: [...op.doom, ...doom] })];
  if (op.op === "read" || op.op === "glance") {
    const doomed = withPending(state, op.id, { doom, begun: true });
    return op.begun && mayReadEnd(state, op, world) ? [state, doomed] : [doomed];
  }
  // Nothing of it is sent; whether the cancelling is told, or that it came too late anyway, is a question of who looks first.
  if (!op.begun) return [withPending(state, op.id, { doom: [...doom, "ECLOSED", ...RESET], begun: true })];
  const given = cut(withPending(state, op.id, { doom }), side, "ECANCELED", world);
  // Behind another one that is stuck it has not started, and is taken back.
  const first = state.pending.find((one) => isSending(one, side)) === op;
  const back = withPending(withEnd(state, side, { started: state[side].started - op.bytes }), op.id, { doom });
  return [...(mayWriteEnd(state, op, world) ? [state] : []), given, ...(first ? [] : [back])];
}

/** It has found what it asked for, or an end. */
export function mayReadEnd(state: State, op: Pending, _world: World): boolean {
  const [end, peer] = [state[op.side], state[otherSide(op.side)]];
  return end.sawEnd || end.hit || end.taken + op.bytes <= peer.started || peer.finSent;
}
