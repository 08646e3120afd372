import type { Side, Step } from "./schedule.ts";

/** What each end of a connection can do beyond the least, and how the connection is carried. */
export interface World {
  readonly unix: boolean;
  readonly ours: ReadonlySet<string>;
  readonly theirs: ReadonlySet<string>;
  /** The most bytes that are on their way while nobody reads. */
  readonly heldAtMost: number;
  /** So many bytes are always taken at once. */
  readonly alwaysHeld: number;
}

/** One end, and the direction that leads away from it. */
export interface End {
  /** Bytes that were given to writes which have begun: no more than these can be read at the other end. */
  readonly started: number;
  /** Bytes whose write has said that it is done. */
  readonly accepted: number;
  /** Of those, the ones that lay at the other end when everything was last at rest. */
  readonly arrived: number;
  /** Bytes that this end has read. */
  readonly taken: number;
  /** No write begins from now on: `closeWrite` or `close` has. */
  readonly finAsked: boolean;
  readonly finSent: boolean;
  /** It has read the other end's FIN. */
  readonly sawEnd: boolean;
  readonly closing: boolean;
  /** Its `close` has settled. */
  readonly released: boolean;
  /** It has ended the connection at once: by `abort`, or by a write that was given up after it had started. */
  readonly cut: null | "ECLOSED" | "ECANCELED";
  /** The other end's cut has arrived. */
  readonly hit: boolean;
  /** It was told that the connection has failed. */
  readonly told: boolean;
  /** It was told so by a read. */
  readonly toldReading: boolean;
  /** It was told so by a write or by `closeWrite`. */
  readonly toldWriting: boolean;
}

/** An operation that was asked for and has not answered. */
export interface Pending {
  readonly id: number;
  readonly side: Side;
  readonly op: Exclude<Step["op"], "pause">;
  readonly bytes: number;
  /** Which operation a cancel is about; -1: none. */
  readonly target: number;
  readonly begun: boolean;
  /** `started` of its end behind a write that has begun. */
  readonly upTo: number;
  /** It can only fail, and with one of these. */
  readonly doom: readonly string[] | null;
  /** It may have come to its end before what dooms it: either answer will do. */
  readonly mayHaveEnded: boolean;
}

/** All that the past allows to be true at one moment. */
export interface State {
  readonly ours: End;
  readonly theirs: End;
  readonly pending: readonly Pending[];
}

const fresh: End = {
  started: 0,
  accepted: 0,
  arrived: 0,
  taken: 0,
  finAsked: false,
  finSent: false,
  sawEnd: false,
  closing: false,
  released: false,
  cut: null,
  hit: false,
  told: false,
  toldReading: false,
  toldWriting: false,
};

/** A connection that has just been made. */
export const established: State = { ours: fresh, theirs: fresh, pending: [] };

export function withEnd(state: State, side: Side, change: Partial<End>): State {
  return { ...state, [side]: { ...state[side], ...change } };
}

export function withPending(state: State, id: number, change: Partial<Pending>): State {
  return { ...state, pending: state.pending.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

export function without(state: State, id: number): State {
  return { ...state, pending: state.pending.filter((one) => one.id !== id) };
}

/** Two states are the same if these are: as short as can be, because there are thousands. */
export function keyOf({ ours, theirs, pending }: State): string {
  let key = `${endKey(ours)}/${endKey(theirs)}`;
  for (const { id, begun, upTo, doom, mayHaveEnded } of pending) {
    key += `/${id}${begun ? "b" : ""}${upTo}${doom?.join() ?? ""}${mayHaveEnded ? "m" : ""}`;
  }
  return key;
}

function endKey(end: End): string {
  const { started, accepted, arrived, taken, cut } = end;
  const flags =
    Number(end.finAsked) |
    (Number(end.finSent) << 1) |
    (Number(end.sawEnd) << 2) |
    (Number(end.closing) << 3) |
    (Number(end.released) << 4) |
    (Number(end.hit) << 5) |
    (Number(end.told) << 6) |
    (Number(end.toldReading) << 7) |
    (Number(end.toldWriting) << 8);
  return `${started},${accepted},${arrived},${taken},${flags},${cut ?? ""}`;
}
