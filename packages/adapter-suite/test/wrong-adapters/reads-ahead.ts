import { LATER, type StreamEvents } from "@anysock/core";
import { Around, type Made, withStreams } from "./made.ts";

/** More than a connection may hold, and little enough for 200 of them. */
const AHEAD: number = 1.5 * 1024 * 1024;

type Answer = Parameters<StreamEvents["pulled"]>[0];

/** What comes is read although nobody has asked for it. */
class Ahead extends Around {
  readonly #read: Answer[] = [];
  #held = 0;
  #isAsked = false;
  #isPulling = false;
  #isOver = false;

  override get fills(): boolean {
    return false;
  }

  override get events(): StreamEvents {
    return this.right.events;
  }

  override set events(events: StreamEvents) {
    this.core = events;
    this.right.events = {
      pulled: (answer) => {
        this.#isPulling = false;
        this.#keep(answer);
        this.#readOn();
        if (this.#isAsked) this.#answer();
      },
      pushed: (answer) => events.pushed(answer),
      shut: (answer) => events.shut(answer),
    };
    this.#readOn();
  }

  #readOn(): void {
    while (this.#held < AHEAD && !this.#isPulling && !this.#isOver) {
      const answer = this.right.pull(new Uint8Array(65_536));
      if (answer === LATER) this.#isPulling = true;
      else this.#keep(answer);
    }
  }

  #keep(answer: Answer): void {
    this.#read.push(answer);
    if (answer instanceof Uint8Array) this.#held += answer.length;
    else this.#isOver = true;
  }

  #taken(): Answer | undefined {
    const answer = this.#read.length > 1 || !this.#isOver ? this.#read.shift() : this.#read[0];
    if (answer instanceof Uint8Array) this.#held -= answer.length;
    return answer;
  }

  #answer(): void {
    const answer = this.#taken();
    if (answer === undefined) return;
    this.#isAsked = false;
    this.core?.pulled(answer);
  }

  override pull(): ReturnType<Around["pull"]> {
    const answer = this.#taken();
    this.#readOn();
    if (answer !== undefined) return answer;
    this.#isAsked = true;
    return LATER;
  }
}

export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams((right) => new Ahead(right));
