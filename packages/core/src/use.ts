import { lookLater } from "./idle.ts";

/** What can keep the process alive. */
interface Referable {
  ref(): void;
  unref(): void;
}

/**
 * Whether the process waits for a connection: pending operations keep it alive, an idle connection does not, and `unref`
 * removes both (invariant 15).
 */
export class Use {
  /** `null` once it is destroyed: the list of those that are looked at later must not hold on to a short connection. */
  #stream: Referable | null;
  #pending = 0;
  #isLooking = false;
  /** As the runtime makes it. */
  #isReferenced = true;
  #keepsAlive = true;

  constructor(stream: Referable) {
    this.#stream = stream;
    this.#look();
  }

  /** An operation is pending. */
  begin(): void {
    this.#pending++;
    if (this.#keepsAlive && !this.#isReferenced) this.#reference(true);
  }

  /** A pending operation has settled. */
  finish(): void {
    this.#pending--;
    if (this.#pending === 0) this.#look();
  }

  keepAlive(on: boolean): void {
    this.#keepsAlive = on;
    this.#reference(on && this.#pending > 0);
  }

  /** The stream is destroyed. */
  end(): void {
    this.#stream = null;
  }

  #look(): void {
    if (this.#isLooking || this.#stream === null) return;
    this.#isLooking = true;
    lookLater(this);
  }

  settleIdle(): void {
    this.#isLooking = false;
    if (this.#pending === 0) this.#reference(false);
  }

  #reference(on: boolean): void {
    const stream = this.#stream;
    if (stream === null || this.#isReferenced === on) return;
    this.#isReferenced = on;
    if (on) stream.ref();
    else stream.unref();
  }
}
