import type { DatagramStep, Nowhere, Party } from "./datagram-schedule.ts";

/** One datagram. */
export interface Sent {
  readonly from: Party;
  readonly bytes: number;
  /** Which of those that were sent it is: the id of the operation. */
  readonly number: number;
}

/** An operation that has not answered. */
export interface DatagramOp {
  readonly id: number;
  readonly op: DatagramStep["op"];
  readonly by: Party;
  readonly to: Party | Nowhere | null;
  /** Of what is sent, or of the memory that is received into; of `dropped`: how many there were when it was asked. */
  readonly bytes: number;
  /** Which receive a cancel is about; -1: none. */
  readonly target: number;
  readonly begun: boolean;
  /** It can only fail, and with one of these. */
  readonly doom: readonly string[] | null;
  /** It may have come to its end before what dooms it. */
  readonly mayHaveEnded: boolean;
  /** What a receive has got, though it has not told. */
  readonly got: Sent | null;
}

export interface DatagramAnswer {
  readonly code: string | null;
  /** Bytes that were received. */
  readonly count?: number;
  readonly truncated?: boolean;
  /** The address itself, where it is nobody's. */
  readonly from?: string;
  /** The datagrams whose bytes, as far as the memory went, these are. None: nobody has sent them. */
  readonly numbers?: readonly number[];
  readonly dropped?: number;
}

export interface DatagramWorld {
  /** Bytes of the longest datagram. */
  readonly longest: number;
  readonly isConnected: boolean;
  /** Bytes of the queue of ours. */
  readonly queue: number;
  /** Ours is told that nobody has its peer's port (`udp:refused`). */
  readonly isTold: boolean;
}

type Program = "ours" | "theirs";

/** What the past allows to be true at one moment. */
export interface DatagramState {
  /**
   * Have been sent to ours by each program, and lie in its kernel's queue: that is never full, because no schedule sends so much. Those
   * of one program keep their order.
   */
  readonly coming: Readonly<Record<Program, readonly Sent[]>>;
  /** Wait in its own queue, which is the only place where a datagram may be lost. */
  readonly waiting: readonly Sent[];
  readonly dropped: number;
  /** The kernel knows that nobody has the port of ours' peer; ours does, and has not told it. */
  readonly refused: boolean;
  readonly reported: boolean;
  readonly closed: readonly Party[];
  /** Have been sent to the peer's sockets. Their kernel and their memory have room for all. */
  readonly arrived: Readonly<Record<"first" | "second", readonly Sent[]>>;
  readonly pending: readonly DatagramOp[];
}

/** Sockets that have just been bound. */
export const bound: DatagramState = {
  coming: { ours: [], theirs: [] },
  waiting: [],
  dropped: 0,
  refused: false,
  reported: false,
  closed: [],
  arrived: { first: [], second: [] },
  pending: [],
};

/** What each datagram that waits counts besides its bytes (`BindOptions.queue`). */
const OVERHEAD = 256;
const REFUSED = ["ECONNREFUSED"];
const FORBIDDEN = ["EACCES"];

/** States that can follow unseen: an operation begins, a datagram or a refusal comes from the kernel. */
export function datagramMoves(state: DatagramState, world: DatagramWorld): readonly DatagramState[] {
  const next = beginners(state);
  // What makes no difference when it happens, happens first: the states would be hundreds of times as many.
  const indifferent = next.find((op) => isIndifferent(state, op, world));
  if (indifferent !== undefined) return begin(state, indifferent, world);
  const moves = next.flatMap((op) => begin(state, op, world));
  for (const by of ["ours", "theirs"] as const) if (state.coming[by].length > 0) moves.push(arrive(state, by, world));
  // It overtakes what lies before it: an error is told first (recv(2) looks at SO_ERROR, then at its queue).
  if (state.refused) moves.push(tell({ ...state, refused: false }));
  return moves;
}

/** Everything that it could meet first has been asked for by now, or is asked for when all is at rest. */
function isIndifferent({ pending, closed }: DatagramState, { op, by, to }: DatagramOp, world: DatagramWorld): boolean {
  const waits = (one: Partial<DatagramOp>): boolean =>
    pending.some(
      (other) => !other.begun && other.op === one.op && other.by === one.by && (one.to ?? other.to) === other.to,
    );
  if (by !== "ours") return op !== "close" || !waits({ op: "send", by: "ours", to: by });
  if (op !== "send" || world.isConnected) return false;
  const meetsClose =
    waits({ op: "close", by: "ours" }) || (to !== null && !isNowhere(to) && waits({ op: "close", by: to }));
  return to !== "ours" && (closed.includes("ours") || !meetsClose);
}

function isNowhere(to: Party | Nowhere): to is Nowhere {
  return to === "nobody" || to === "everybody";
}

/** A program's operations begin in their order; sends may be handed to the kernel after what was asked for behind them. */
function beginners({ pending }: DatagramState): readonly DatagramOp[] {
  const waiting = pending.filter(({ begun }) => !begun);
  const ours = waiting.filter(({ by }) => by === "ours");
  const theirs = waiting.find(({ by }) => by !== "ours");
  return [ours.find(({ op }) => op === "send"), ours.find(({ op }) => op !== "send"), theirs].filter(
    (op) => op !== undefined,
  );
}

function begin(state: DatagramState, op: DatagramOp, world: DatagramWorld): DatagramState[] {
  const begun = change(state, op.id, { begun: true });
  switch (op.op) {
    case "send":
      return send(begun, op, world);
    case "receive":
    case "glance":
      return [op.by === "ours" ? receive(begun, op) : begun];
    case "cancel":
      return [cancel(begun, op.target)];
    case "dropped":
      return [change(begun, op.id, { bytes: state.dropped })];
    case "close":
      return [close(begun, op.by)];
  }
}

function send(state: DatagramState, op: DatagramOp, world: DatagramWorld): DatagramState[] {
  if (state.closed.includes(op.by)) return [doomed(state, op, ["ECLOSED"])];
  if (op.by !== "ours") return [leave(state, op, world)];
  if (op.to === "everybody") return [doomed(state, op, FORBIDDEN)];
  if (state.reported) return [doomed({ ...state, reported: false }, op, REFUSED)];
  const told = state.refused ? [doomed({ ...state, refused: false }, op, REFUSED)] : [];
  // Who looks first, program or kernel, is not said.
  if (op.bytes > world.longest) return [doomed(state, op, ["EMSGSIZE"]), ...told];
  // Nothing of it is sent: what is known of the one before is told in its place (send(2)).
  return told.length > 0 ? told : [leave(state, op, world)];
}

/** It is at the other end at once: on loopback nothing is under way. */
function leave(state: DatagramState, { id, by, to, bytes }: DatagramOp, world: DatagramWorld): DatagramState {
  const sent: Sent = { from: by, bytes, number: id };
  if (to === "ours") {
    // A connected socket hears its peer alone (DGRAM-9).
    const isHeard = !state.closed.includes("ours") && (!world.isConnected || by === "first");
    const program = by === "ours" ? "ours" : "theirs";
    return isHeard ? { ...state, coming: { ...state.coming, [program]: [...state.coming[program], sent] } } : state;
  }
  if ((to === "first" || to === "second") && !state.closed.includes(to)) {
    return { ...state, arrived: { ...state.arrived, [to]: [...state.arrived[to], sent] } };
  }
  // Nobody has that port: one that is not connected never learns of it (DGRAM-8).
  return by === "ours" && world.isConnected && world.isTold ? { ...state, refused: true } : state;
}

/** One at a time (DGRAM-15), the oldest first (DGRAM-6). */
function receive(state: DatagramState, op: DatagramOp): DatagramState {
  if (state.closed.includes("ours")) return doomed(state, op, ["ECLOSED"]);
  const receiver = receiverOf(state);
  if (receiver !== undefined && receiver.id !== op.id) return doomed(state, op, ["EBUSY"]);
  if (state.reported) return doomed({ ...state, reported: false }, op, REFUSED);
  const [got, ...waiting] = state.waiting;
  return got === undefined ? state : change({ ...state, waiting }, op.id, { got });
}

/** Who waits for a datagram: the first that was asked for. */
function receiverOf({ pending }: DatagramState): DatagramOp | undefined {
  return pending.find(
    ({ op, by, begun, doom, got }) =>
      (op === "receive" || op === "glance") && by === "ours" && begun && doom === null && got === null,
  );
}

/** To who waits for it; else it waits itself, where there is room, and is counted where there is none (DGRAM-11). */
function arrive(state: DatagramState, by: Program, { queue }: DatagramWorld): DatagramState {
  const [got, ...others] = state.coming[by];
  if (got === undefined) return state;
  const coming = { ...state.coming, [by]: others };
  const receiver = receiverOf(state);
  if (receiver !== undefined) return change({ ...state, coming }, receiver.id, { got });
  const size = [...state.waiting, got].reduce((sum, { bytes }) => sum + bytes + OVERHEAD, 0);
  if (state.waiting.length > 0 && size > queue) return { ...state, coming, dropped: state.dropped + 1 };
  return { ...state, coming, waiting: [...state.waiting, got] };
}

function tell(state: DatagramState): DatagramState {
  const receiver = receiverOf(state);
  return receiver === undefined ? { ...state, reported: true } : doomed(state, receiver, REFUSED);
}

/** A receive that was given up has consumed nothing (DGRAM-12), unless it had got one before. */
function cancel(state: DatagramState, target: number): DatagramState {
  const receiver = receiverOf(state);
  return receiver?.id === target ? doomed(state, receiver, ["ECANCELED"]) : state;
}

/** What waits and what is under way ends with ECLOSED (DGRAM-14); of a send it may be known by then that it has left. */
function close(state: DatagramState, by: Party): DatagramState {
  const closed = { ...state, closed: [...new Set([...state.closed, by])] };
  if (by !== "ours") return closed;
  const receiver = receiverOf(state);
  const pending = closed.pending.map((op): DatagramOp => {
    if (op.id === receiver?.id) return { ...op, doom: ["ECLOSED"] };
    if (op.op !== "send" || op.by !== "ours" || !op.begun) return op;
    return { ...op, doom: [...(op.doom ?? []), "ECLOSED"], mayHaveEnded: op.doom === null || op.mayHaveEnded };
  });
  return { ...closed, pending, coming: bound.coming, waiting: [], refused: false, reported: false };
}

/** The state behind an answer; `null`: in this state nobody may answer so. */
export function datagramAnswered(state: DatagramState, op: DatagramOp, answer: DatagramAnswer): DatagramState | null {
  if (!op.begun) return null;
  const { code } = answer;
  const rest = { ...state, pending: state.pending.filter(({ id }) => id !== op.id) };
  if (op.doom !== null && code !== null) return op.doom.includes(code) ? rest : null;
  if (op.doom !== null && !op.mayHaveEnded) return null;
  if (op.op === "receive" || op.op === "glance") {
    if (op.by !== "ours") return heard(rest, op, answer);
    if (op.got === null) return op.op === "glance" && code === "ETIMEDOUT" ? rest : null;
    return isOf(op.got, op, answer) ? rest : null;
  }
  if (code !== null) return null;
  return op.op === "dropped" && answer.dropped !== op.bytes ? null : rest;
}

function heard(state: DatagramState, op: DatagramOp, answer: DatagramAnswer): DatagramState | null {
  if (op.by !== "first" && op.by !== "second") return null;
  const [got, ...others] = state.arrived[op.by];
  if (got === undefined || !isOf(got, op, answer)) return null;
  return { ...state, arrived: { ...state.arrived, [op.by]: others } };
}

/** Whole and alone (DGRAM-1), from whom it is (DGRAM-7), and what is cut off is told (DGRAM-5). */
function isOf({ from, bytes, number }: Sent, op: DatagramOp, answer: DatagramAnswer): boolean {
  if (answer.code !== null || answer.from !== from || answer.numbers?.includes(number) !== true) return false;
  return answer.count === Math.min(bytes, op.bytes) && answer.truncated === bytes > op.bytes;
}

/** Whether an operation must answer where everything else is at rest: all but a receive for which nothing has come. */
export function datagramMustAnswer(_state: DatagramState, op: DatagramOp): boolean {
  return op.op !== "receive" || op.by !== "ours" || op.doom !== null || op.got !== null;
}

/** Two states are the same if these are: as short as can be, because there are thousands. */
export function datagramKey({ pending, coming, waiting, arrived, ...rest }: DatagramState): string {
  const numbers = (sent: readonly Sent[]): string => sent.map(({ number }) => number).join();
  let key = [coming.ours, coming.theirs, waiting, arrived.first, arrived.second].map(numbers).join("/");
  key += `/${rest.dropped},${rest.refused},${rest.reported},${rest.closed.join()}`;
  for (const { id, begun, doom, mayHaveEnded, got, op, bytes } of pending) {
    const counted = op === "dropped" ? bytes : "";
    key += `/${id}${begun ? "b" : ""}${counted}${doom?.join() ?? ""}${mayHaveEnded ? "m" : ""}${got?.number ?? ""}`;
  }
  return key;
}

function doomed(state: DatagramState, op: DatagramOp, doom: readonly string[]): DatagramState {
  return change(state, op.id, { doom });
}

function change(state: DatagramState, id: number, to: Partial<DatagramOp>): DatagramState {
  return { ...state, pending: state.pending.map((op) => (op.id === id ? { ...op, ...to } : op)) };
}
