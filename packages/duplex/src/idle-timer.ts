import { MAX_TIMEOUT, SocketError } from "@anysock/core";

/**
 * Tells once that nothing has happened for so long, and again only after something has. As of `net.Socket`, it keeps no process
 * alive. Something that happens costs an assignment: the timer looks, at its turn, how long is left.
 */
export class IdleTimer {
  readonly #tell: () => void;
  #limit = 0;
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** 0: never. */
  set(milliseconds: number): void {
    if (!(typeof milliseconds === "number" && milliseconds >= 0 && milliseconds <= MAX_TIMEOUT)) {
      const detail = `timeout ${String(milliseconds)} is not a number of milliseconds from 0 to ${MAX_TIMEOUT}`;
      throw new SocketError("EINVAL", "set", { detail });
    }
    this.stop();
    this.#limit = milliseconds;
    this.touch();
  }

  touch(): void {
    if (this.#limit === 0) return;
    this.#last = performance.now();
    if (this.#timer === undefined) this.#arm(this.#limit);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#limit = 0;
  }

  #arm(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const left = this.#last + this.#limit - performance.now();
      if (left > 0) this.#arm(left);
      else this.#tell();
    }, milliseconds).unref();
  }
}
