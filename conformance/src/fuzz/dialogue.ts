import type { Answer } from "./answers.ts";
import type { DatagramAnswer, DatagramOp } from "./datagram-model.ts";
import type { Event, Fault } from "./history.ts";
import type { ListenerAnswer, ListenerOp } from "./listener-model.ts";
import type { Pending } from "./state.ts";

/** Who knows what may be answered, and what must be. */
interface Knowing<Op, Seen> {
  asked(op: Op): void;
  answered(id: number, answer: Seen): boolean;
  readonly due: readonly number[];
  rest(): void;
}

interface DialogueSetup<Op, Seen> {
  readonly judge: Knowing<Op, Seen>;
  /** What an operation that must answer is given, in milliseconds. */
  readonly patience: number;
  /** An answer in words, and what it should have been. */
  tell(op: Op, answer: Seen): string;
  expect(op: Op, answer: Seen): string;
  /** Waits until nothing is on its way that no operation waits for. Gives a fault where that does not come. */
  quiet(): Promise<Fault | null>;
}

/** Questions and answers of one schedule, held against a model as they come. */
export class Dialogue<
  Op extends Pending | ListenerOp | DatagramOp,
  Seen extends Answer | ListenerAnswer | DatagramAnswer,
> {
  readonly events: Event[] = [];
  /** The first thing that the model does not allow. */
  fault: Fault | null = null;
  /** What has not answered. */
  readonly open: Map<number, { readonly op: Op; readonly words: string }> = new Map();
  readonly #setup: DialogueSetup<Op, Seen>;
  #failure: unknown;
  #wake: () => void = () => {};

  constructor(setup: DialogueSetup<Op, Seen>) {
    this.#setup = setup;
  }

  /** `answering` rejects only where the operation cannot be judged. */
  ask(op: Op, words: string, request: () => Promise<Seen>): void {
    this.#setup.judge.asked(op);
    this.events.push({ kind: "asked", op, words });
    this.open.set(op.id, { op, words });
    // Also where the model itself is at fault: nobody else would hear of it.
    void request()
      .then((answer) => this.#answered(op, words, answer))
      .catch((error: unknown) => {
        this.#failure ??= error;
        this.#wake();
      });
  }

  #answered(op: Op, words: string, answer: Seen): void {
    this.open.delete(op.id);
    if (this.fault === null) {
      const told = this.#setup.tell(op, answer);
      this.events.push({ kind: "answered", id: op.id, answer, told });
      const expected = this.#setup.expect(op, answer);
      if (!this.#setup.judge.answered(op.id, answer)) this.fault = { actual: `${words.trim()}: ${told}`, expected };
    }
    this.#wake();
  }

  /**
   * Until everything that must answer has, and the systems and programs have done what there is to do.
   * @throws what `request` rejected with
   */
  async rest(): Promise<void> {
    while (this.fault === null) {
      if (this.#failure !== undefined) throw this.#failure;
      const { due } = this.#setup.judge;
      if (due.length > 0) {
        await this.#nextAnswer(due);
        continue;
      }
      const before = this.events.length;
      const unquiet = await this.#setup.quiet();
      // Only now: `??= await` looks before it waits, and would forget what an answer showed meanwhile.
      this.fault ??= unquiet;
      if (this.events.length !== before || this.fault !== null) continue;
      this.#setup.judge.rest();
      this.events.push({ kind: "rest" });
      return;
    }
  }

  async #nextAnswer(due: readonly number[]): Promise<void> {
    const { patience } = this.#setup;
    const stray = due.find((id) => !this.open.has(id));
    // Waiting for it would never end, and give no timer a turn.
    if (this.#failure === undefined && stray !== undefined) {
      throw new Error(`the model waits for operation ${stray}, which has answered`);
    }
    const { promise, resolve } = Promise.withResolvers<"answer" | "late">();
    this.#wake = () => resolve("answer");
    if (this.#failure !== undefined) resolve("answer");
    const timer = setTimeout(() => resolve("late"), patience);
    const came = await promise;
    clearTimeout(timer);
    if (this.#failure !== undefined) throw this.#failure;
    if (came === "answer") return;
    const names = due.map((id) => this.open.get(id)?.words.trim().replace(/ +/, " ") ?? `operation ${id}`);
    this.fault = { actual: `${names.join(" and ")}: no answer for ${patience} ms`, expected: "an answer" };
  }
}
