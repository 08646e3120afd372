/** More states than a schedule of this length ever has: the model itself would be at fault. */
const MOST_STATES = 200_000;

/** What each operation may answer in each state, as pure functions. */
export interface Model<State extends { readonly pending: readonly Op[] }, Op extends { readonly id: number }, Answer> {
  readonly start: State;
  /** States that can follow unseen; `isSure`: only what must happen where nothing else does. */
  moves(state: State, isSure: boolean): readonly State[];
  /** The state behind an answer; `null`: in this state nobody may answer so. */
  answered(state: State, op: Op, answer: Answer): State | null;
  mustAnswer(state: State, op: Op): boolean;
  /** What is known once everything is at rest. */
  atRest(state: State): State;
  /** Two states are the same if these are. */
  keyOf(state: State): string;
}

/** All states that what was seen so far allows; none: nobody may behave so. */
export class States<State extends { readonly pending: readonly Op[] }, Op extends { readonly id: number }, Answer> {
  readonly #model: Model<State, Op, Answer>;
  #states: readonly State[];
  /** With all that can follow unseen, until an event comes. */
  #closed: readonly State[] | null = null;

  constructor(model: Model<State, Op, Answer>) {
    this.#model = model;
    this.#states = [model.start];
  }

  /** Without what can follow unseen. */
  get now(): readonly State[] {
    return this.#states;
  }

  asked(op: Op): void {
    this.#become(this.#states.map((state) => ({ ...state, pending: [...state.pending, op] })));
  }

  /** `false`: the model does not allow this answer. */
  answered(id: number, answer: Answer): boolean {
    const next = this.#answered(id, answer);
    if (next.length === 0) return false;
    this.#become(next);
    return true;
  }

  #answered(id: number, answer: Answer): readonly State[] {
    return this.#unique(this.#closure().flatMap((state) => this.#after(state, id, answer) ?? []));
  }

  #after(state: State, id: number, answer: Answer): State | null {
    const op = state.pending.find((one) => one.id === id);
    return op === undefined ? null : this.#model.answered(state, op, answer);
  }

  /** Those of these answers that the model would allow. */
  allowedOf(id: number, answers: readonly Answer[]): readonly Answer[] {
    const states = this.#closure();
    return answers.filter((answer) => states.some((state) => this.#after(state, id, answer) !== null));
  }

  /** It has answered with one of these, and which of them does not matter. */
  answeredWithAny(id: number, answers: readonly Answer[]): void {
    this.#become(this.#unique(answers.flatMap((answer) => this.#answered(id, answer))));
  }

  /** The operations that must answer before everything can be at rest; empty where it may be. */
  get due(): readonly number[] {
    const due = this.#resting().map((state) => this.#dueIn(state));
    return due.find((ids) => ids.length === 0) ?? due[0] ?? [];
  }

  #dueIn(state: State): readonly number[] {
    return state.pending.filter((op) => this.#model.mustAnswer(state, op)).map(({ id }) => id);
  }

  /** Everything is at rest: what could happen has happened. */
  rest(): void {
    const resting = this.#resting().filter((state) => this.#dueIn(state).length === 0);
    this.#become(this.#unique(resting.map((state) => this.#model.atRest(state))));
  }

  #resting(): readonly State[] {
    return this.#closure().filter((state) => this.#model.moves(state, true).length === 0);
  }

  #become(states: readonly State[]): void {
    this.#states = states;
    this.#closed = null;
  }

  #closure(): readonly State[] {
    if (this.#closed !== null) return this.#closed;
    const seen = new Map(this.#states.map((state) => [this.#model.keyOf(state), state]));
    for (const state of seen.values()) {
      for (const next of this.#model.moves(state, false)) {
        const key = this.#model.keyOf(next);
        if (!seen.has(key)) seen.set(key, next);
      }
      if (seen.size > MOST_STATES) throw new Error(`the model has more than ${MOST_STATES} states`);
    }
    this.#closed = [...seen.values()];
    return this.#closed;
  }

  #unique(states: readonly State[]): readonly State[] {
    return [...new Map(states.map((state) => [this.#model.keyOf(state), state])).values()];
  }
}
