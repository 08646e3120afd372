import type { Operation, SocketError, SocketErrorInit } from "./error.ts";
import { type Wait, watch } from "./wait.ts";

/** Starts something that says by `done` when, and how, it has ended. */
export type Start = (done: (error: SocketError | null) => void) => void;

/**
 * The waits of several calls that share one operation, as those of `close()` do: the first wait that ends is the end for all
 * of them, so that who comes second can cut short what the first was willing to wait for.
 */
export class SharedWait {
  readonly #operation: Operation;
  readonly #init: SocketErrorInit;
  readonly #holds: boolean;
  readonly #waits: Wait[] = [];
  readonly #stops: (() => void)[] = [];
  #expire: ((error: SocketError) => void) | null = null;

  /** `holds`: a timeout keeps the process alive. */
  constructor(operation: Operation, init: SocketErrorInit, holds = false) {
    this.#operation = operation;
    this.#init = init;
    this.#holds = holds;
  }

  /** A further call, at any time. */
  add(wait: Wait | undefined): void {
    if (wait === undefined) return;
    this.#waits.push(wait);
    this.#watch(wait);
  }

  /** From now on the end of any wait calls `expire`, once. Each timeout begins here, or with its call if that comes later. */
  start(expire: (error: SocketError) => void, ...more: readonly Wait[]): void {
    this.#expire = expire;
    for (const wait of [...this.#waits, ...more]) this.#watch(wait);
  }

  /** Leaves no timer and no listener. */
  stop(): void {
    this.#expire = null;
    for (const stop of this.#stops.splice(0)) stop();
  }

  #watch(wait: Wait): void {
    const expire = this.#expire;
    if (expire === null) return;
    const end = (error: SocketError): void => {
      this.stop();
      expire(error);
    };
    const stop = watch(wait, this.#operation, this.#init, end, this.#holds);
    this.#stops.push(stop);
  }

  /** The first of: what `start` reports, the end of a wait, the end of the connection. */
  firstOf(over: Promise<SocketError | null>, start: Start, ...more: readonly Wait[]): Promise<SocketError | null> {
    return new Promise((resolve) => {
      let isDone = false;
      const done = (error: SocketError | null): void => {
        if (isDone) return;
        isDone = true;
        this.stop();
        resolve(error);
      };
      this.start(done, ...more);
      void over.then(done);
      start(done);
    });
  }
}
