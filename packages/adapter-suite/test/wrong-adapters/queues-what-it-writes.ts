import { DONE, Failure, LATER, type StreamEvents } from "@anysock/core";
import { Around, type Made, withStreams } from "./made.ts";

/** More than a connection may hold, and little enough for 200 of them. */
const ROOM: number = 1.5 * 1024 * 1024;

type Answer = ReturnType<Around["push"]>;

/** A write is done when its bytes have been queued. */
class Queueing extends Around {
  readonly #queue: Uint8Array[] = [];
  #held = 0;
  #isPushing = false;
  #waits: "push" | "shutdown" | undefined;

  override get events(): StreamEvents {
    return this.right.events;
  }

  override set events(events: StreamEvents) {
    this.core = events;
    this.right.events = {
      pulled: (answer) => events.pulled(answer),
      pushed: (answer) => this.#pushed(answer),
      shut: (answer) => events.shut(answer),
    };
  }

  override push(data: Uint8Array): Answer {
    this.#queue.push(data.slice());
    this.#held += data.length;
    if (!this.#isPushing) this.#next();
    if (this.#held < ROOM) return DONE;
    this.#waits = "push";
    return LATER;
  }

  #next(): void {
    this.#isPushing = false;
    for (let data = this.#queue[0]; data !== undefined; data = this.#queue[0]) {
      const answer = this.right.push(data);
      this.#isPushing = answer === LATER;
      if (answer === LATER) return;
      this.#taken();
      if (answer instanceof Failure) this.#queue.length = 0;
    }
  }

  #taken(): void {
    this.#held -= this.#queue.shift()?.length ?? 0;
  }

  #pushed(answer: Exclude<Answer, typeof LATER>): void {
    this.#taken();
    this.#next();
    if (this.#waits === "push" && this.#held < ROOM) {
      this.#waits = undefined;
      this.core?.pushed(answer);
    } else if (this.#waits === "shutdown" && !this.#isPushing) {
      this.#waits = undefined;
      const shut = this.right.shutdown();
      if (shut !== LATER) this.core?.shut(shut);
    }
  }

  override shutdown(): ReturnType<Around["shutdown"]> {
    if (!this.#isPushing) return super.shutdown();
    this.#waits = "shutdown";
    return LATER;
  }
}

export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams((right) => new Queueing(right));
