import type { Exit } from "../agent/failure.ts";

/** What a seat holds: an agent or a service, in a process of its own or in somebody else's. */
export interface Occupant {
  /** `null` where the process is not known. */
  readonly exited: Promise<Exit> | null;
  /** The last of what it wrote to stderr, from a time by `performance.now()` on. */
  stderr(since?: number): string;
  stop(): Promise<void>;
}

/**
 * A place at the stage and the process that holds it at present. A process that has died is replaced by a fresh one when
 * the seat is taken the next time, so that one death is one verdict and never the end of the run.
 */
export class Seat<T extends Occupant> {
  readonly name: string;
  /** `true`: one of the suite's own programs, whose failure says nothing about the subject. */
  readonly trusted: boolean;
  readonly #start: () => Promise<T>;
  #occupant: Promise<T> | null = null;
  #present: T | null = null;
  #exit: Exit | null = null;
  #startFailure: { readonly error: unknown; count: number } | null = null;
  #closed = false;
  #vacations = 0;

  constructor(name: string, start: () => Promise<T>, options: { readonly trusted: boolean }) {
    this.name = name;
    this.trusted = options.trusted;
    this.#start = start;
  }

  /** Who holds the seat, started if need be. Rejects with the reason for which it could not be started. */
  take(): Promise<T> {
    if (this.#closed) return Promise.reject(new Error(`${this.name}: the run is over`));
    if (this.#exit !== null) this.#forget();
    this.#occupant ??= this.#begin();
    return this.#occupant;
  }

  /** How the present holder ended; `null` while it lives. */
  get exit(): Exit | null {
    return this.#exit;
  }

  /** How often a holder was ended here, and not by itself. */
  get vacations(): number {
    return this.#vacations;
  }

  /** Waits a moment for the end of a holder that seems to be dying: its sockets close before the process is reaped. */
  async settle(milliseconds: number): Promise<Exit | null> {
    const exited = this.#present?.exited;
    if (exited === null || exited === undefined || this.#exit !== null) return this.#exit;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([exited, waited]);
    clearTimeout(timer);
    return this.#exit;
  }

  stderr(since: number): string {
    return this.#present?.stderr(since) ?? "";
  }

  /** Ends the present holder; the next `take` starts another. For a holder in an unknown state. */
  async vacate(): Promise<void> {
    const present = this.#present;
    this.#vacations++;
    this.#forget();
    await present?.stop();
  }

  /** Ends the holder, also one that is just being started, for good. */
  async close(): Promise<void> {
    this.#closed = true;
    const occupant = await this.#occupant?.catch(() => null);
    await occupant?.stop();
    this.#forget();
  }

  async #begin(): Promise<T> {
    // A program that cannot start is tried twice; after that every case gets the same answer at once.
    if (this.#startFailure !== null && this.#startFailure.count >= 2) throw this.#startFailure.error;
    try {
      const occupant = await this.#start();
      this.#startFailure = null;
      this.#present = occupant;
      void occupant.exited?.then((exit) => {
        if (this.#present === occupant) this.#exit = exit;
      });
      return occupant;
    } catch (error) {
      this.#startFailure = { error, count: (this.#startFailure?.count ?? 0) + 1 };
      this.#occupant = null;
      throw error;
    }
  }

  #forget(): void {
    this.#occupant = null;
    this.#present = null;
    this.#exit = null;
  }
}
