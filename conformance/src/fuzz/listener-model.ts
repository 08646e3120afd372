/** One operation on a listener, or of a client of it. Clients are numbered in the order in which they are told to connect. */
export type ListenerStep = "connect" | "accept" | "cancel" | "closeListener";

/** An operation that has not answered. */
export interface ListenerOp {
  readonly id: number;
  readonly op: ListenerStep | "hear";
  /** Who connects, or who listens for its end; -1: nobody. */
  readonly client: number;
  /** Which accept a cancel is about; -1: none. */
  readonly target: number;
  readonly begun: boolean;
  readonly doom: readonly string[] | null;
  /** It may have come to its end before what dooms it. */
  readonly mayHaveEnded: boolean;
}

export interface ListenerAnswer {
  readonly code: string | null;
  /** Whom an accept gave. */
  readonly client?: number;
}

export interface ListenerState {
  /** Clients that have connected and whom nobody has accepted, in their order. */
  readonly queue: readonly number[];
  readonly isClosed: boolean;
  readonly pending: readonly ListenerOp[];
}

/** A listener whom nobody has met. */
export const listening: ListenerState = { queue: [], isClosed: false, pending: [] };

/** What connecting to a listener that is no more comes to: a port is refused, a path may be gone as well. */
const NOBODY = ["ECONNREFUSED", "ENOENT"];
/** What a client is told that was not accepted (LISTEN-8), or was about to be. */
export const ENDED: readonly string[] = ["ECONNRESET", "EPIPE"];
const DROPPED = [...ENDED, ...NOBODY];

/** States that can follow without an answer: an operation begins, each end's in their order. */
export function listenerMoves(state: ListenerState): readonly ListenerState[] {
  const waiting = state.pending.filter(({ begun }) => !begun);
  const theirs = waiting.find(({ op }) => op === "connect" || op === "hear");
  const ours = waiting.find(({ op }) => op !== "connect" && op !== "hear");
  return [theirs, ours].flatMap((op) => (op === undefined ? [] : begin(state, op)));
}

function begin(state: ListenerState, op: ListenerOp): readonly ListenerState[] {
  const begun = change(state, op.id, { begun: true });
  switch (op.op) {
    case "connect":
      if (state.isClosed) return [change(begun, op.id, { doom: NOBODY })];
      return [{ ...begun, queue: [...state.queue, op.client] }];
    case "accept":
      return [state.isClosed ? change(begun, op.id, { doom: ["ECLOSED"] }) : begun];
    case "cancel":
      return cancel(begun, op.target);
    case "closeListener":
      return [close(begun)];
    default:
      return [begun];
  }
}

/** An accept that was cancelled has taken no connection (ACCEPT-8), unless it had one before. */
function cancel(state: ListenerState, target: number): readonly ListenerState[] {
  const op = state.pending.find(({ id }) => id === target);
  if (op === undefined || op.doom !== null) return [state];
  const cancelled = change(state, target, { doom: ["ECANCELED"] });
  return offered(state, op) === undefined ? [cancelled] : [state, cancelled];
}

/** Accepts that wait are told (LISTEN-9); connections that nobody claimed stay in the queue of those who are dropped. */
function close(state: ListenerState): ListenerState {
  const pending = state.pending.map((op): ListenerOp => {
    if (op.op !== "accept" || !op.begun || op.doom !== null) return op;
    return { ...op, doom: ["ECLOSED"], mayHaveEnded: offered(state, op) !== undefined };
  });
  return { ...state, isClosed: true, pending };
}

/** The connection that an accept gets: the first accept the first (ACCEPT-1), and each but one (ACCEPT-5). */
function offered({ queue, pending }: ListenerState, op: ListenerOp): number | undefined {
  const accepts = pending.filter((one) => one.op === "accept" && one.begun && (one.doom === null || one.mayHaveEnded));
  const place = accepts.findIndex(({ id }) => id === op.id);
  return place === -1 ? undefined : queue[place];
}

/** The state behind an answer; `null`: in this state nobody may answer so. */
export function listenerAnswered(
  state: ListenerState,
  op: ListenerOp,
  { code, client }: ListenerAnswer,
): ListenerState | null {
  if (!op.begun) return null;
  const rest = { ...state, pending: state.pending.filter(({ id }) => id !== op.id) };
  if (op.doom !== null && code !== null && op.doom.includes(code)) return rest;
  switch (op.op) {
    case "accept": {
      const got = offered(state, op);
      if (code !== null || got === undefined || got !== client) return null;
      return { ...rest, queue: state.queue.filter((one) => one !== got) };
    }
    case "connect":
      if (op.doom !== null) return null;
      return code === null || (state.isClosed && state.queue.includes(op.client) && DROPPED.includes(code))
        ? rest
        : null;
    case "hear":
      // On Unix sockets it may look like an end.
      return code === null || ENDED.includes(code) ? rest : null;
    default:
      return code === null ? rest : null;
  }
}

/** Whether an operation must answer where everything else is at rest. */
export function listenerMustAnswer(state: ListenerState, op: ListenerOp): boolean {
  return op.op !== "accept" || op.doom !== null || offered(state, op) !== undefined;
}

function change(state: ListenerState, id: number, to: Partial<ListenerOp>): ListenerState {
  return { ...state, pending: state.pending.map((op) => (op.id === id ? { ...op, ...to } : op)) };
}
