import { candidates } from "./answer-words.ts";
import { type Answer, answered, atRest, mustAnswer } from "./answers.ts";
import { otherSide } from "./schedule.ts";
import { established, keyOf, type Pending, type State, type World } from "./state.ts";
import { States } from "./states.ts";
import { silentMoves } from "./transitions.ts";

/** The model of a connection against what is seen of one. */
export class Judge extends States<State, Pending, Answer> {
  constructor(world: World) {
    super({
      start: established,
      moves: (state, isSure) => silentMoves(state, world, isSure),
      answered: (state, op, answer) => answered(state, op, answer, world),
      mustAnswer: (state, op) => mustAnswer(state, op, world),
      atRest,
      keyOf,
    });
  }

  /** What it could have answered, this answer among others. */
  alternatives(op: Pending, answer: Answer): readonly Answer[] {
    const other = otherSide(op.side);
    // Each of them, and not the most alone: a runtime that kept bytes behind a reset and one that lost them have the same to choose from.
    const left = this.now.map((state) => Math.max(0, state[other].started - state[op.side].taken));
    return this.allowedOf(op.id, candidates(op, answer, left));
  }

  /** One of the states, for whoever needs to know what is expected. */
  get likely(): State {
    return this.now[0] ?? established;
  }
}
