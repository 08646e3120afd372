import { candidates } from "./answer-words.ts";
import { type Answer, answered, atRest, mustAnswer } from "./answers.ts";
import { otherSide } from "./schedule.ts";
import { established, keyOf, type Pending, type State, type World } from "./state.ts";
import { silentMoves } from "./transitions.ts";

/** More states than a schedule of this length ever has: the model itself would be at fault. */
const MOST_STATES = 200_000;

/** All states that what was seen so far allows; none: nobody may behave so. */
export class Judge {
  readonly #world: World;
  #states: readonly State[] = [established];
  /** Of `#states`, until they change. */
  #closed: readonly State[] | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  asked(op: Pending): void {
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
    return unique(this.#closure().flatMap((state) => this.#after(state, id, answer) ?? []));
  }

  #after(state: State, id: number, answer: Answer): State | null {
    const op = state.pending.find((one) => one.id === id);
    return op === undefined ? null : answered(state, op, answer, this.#world);
  }

  /** What it could have answered, this answer among others. */
  alternatives(op: Pending, answer: Answer): readonly Answer[] {
    const other = otherSide(op.side);
    const most = Math.max(0, ...this.#states.map((state) => state[other].started - state[op.side].taken));
    const states = this.#closure();
    return candidates(op, answer, most).filter((one) =>
      states.some((state) => this.#after(state, op.id, one) !== null),
    );
  }

  /** It has answered with one of these, and which of them does not matter. */
  answeredWithAny(id: number, answers: readonly Answer[]): void {
    this.#become(unique(answers.flatMap((answer) => this.#answered(id, answer))));
  }

  /** The operations that must answer before everything can be at rest; empty where it may be. */
  get due(): readonly number[] {
    const rests = this.#resting();
    const due = rests.map((state) =>
      state.pending.filter((op) => mustAnswer(state, op, this.#world)).map(({ id }) => id),
    );
    return due.find((ids) => ids.length === 0) ?? due[0] ?? [];
  }

  /** Everything is at rest: what could happen has happened. */
  rest(): void {
    const resting = this.#resting().filter((state) => state.pending.every((op) => !mustAnswer(state, op, this.#world)));
    this.#become(unique(resting.map(atRest)));
  }

  /** One of the states, for whoever needs to know what is expected. */
  get likely(): State {
    return this.#states[0] ?? established;
  }

  #resting(): readonly State[] {
    return this.#closure().filter((state) => silentMoves(state, this.#world, true).length === 0);
  }

  #become(states: readonly State[]): void {
    this.#states = states;
    this.#closed = null;
  }

  #closure(): readonly State[] {
    if (this.#closed !== null) return this.#closed;
    const seen = new Map(this.#states.map((state) => [keyOf(state), state]));
    for (const state of seen.values()) {
      for (const next of silentMoves(state, this.#world)) {
        const key = keyOf(next);
        if (!seen.has(key)) seen.set(key, next);
      }
      if (seen.size > MOST_STATES) throw new Error(`the model has more than ${MOST_STATES} states`);
    }
    this.#closed = [...seen.values()];
    return this.#closed;
  }
}

function unique(states: readonly State[]): readonly State[] {
  return [...new Map(states.map((state) => [keyOf(state), state])).values()];
}
