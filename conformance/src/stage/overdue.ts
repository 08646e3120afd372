import { WaitIgnored } from "../agent/failure.ts";
import type { AgentProcess } from "../agent/process.ts";

/** So much later than its own wait an operation may answer, in milliseconds, before anybody looks whether it moves. */
const LATE_MS = 100;

/** An operation that its agent has to give up by itself. */
export interface OwnWait {
  /** How long nothing may move, in milliseconds. */
  readonly timeout: number;
  /** Tells how much has moved; absent: the operation has nothing to move until it ends. */
  readonly moved?: () => Promise<number>;
}

/**
 * Finds out an agent that does not end its own wait: the operation goes on though nothing has moved for as long as it was
 * told to wait, nor for the stage's patience. Whoever moves bytes is given the time that it takes.
 */
export class OverdueWatch {
  /** Rejects once the operation is overdue; never settles otherwise. */
  readonly overdue: Promise<never>;
  readonly #reject: (error: Error) => void;
  readonly #began: number = performance.now();
  readonly #agent: AgentProcess;
  readonly #what: string;
  readonly #wait: OwnWait;
  readonly #patience: number;
  #timer: ReturnType<typeof setTimeout>;
  #isOver = false;

  /** `what` is the operation as a person would name it. */
  constructor(agent: AgentProcess, what: string, wait: OwnWait, patience: number) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.overdue = promise;
    this.#reject = reject;
    this.#agent = agent;
    this.#what = what;
    this.#wait = wait;
    this.#patience = patience;
    this.#timer = setTimeout(() => this.#look(null), wait.timeout + LATE_MS);
  }

  /** The operation has settled. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #look(before: number | null): void {
    void this.#moved().then((now) => {
      if (this.#isOver) return;
      const { timeout } = this.#wait;
      if (now !== before) {
        this.#timer = setTimeout(() => this.#look(now), Math.max(timeout, this.#patience));
        return;
      }
      const elapsed = Math.round(performance.now() - this.#began);
      this.#reject(new WaitIgnored(this.#agent.name, this.#what, timeout, elapsed));
    });
  }

  /** An agent that does not answer this either moves nothing that could be known. */
  async #moved(): Promise<number> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silent = new Promise<number>((resolve) => {
      timer = setTimeout(() => resolve(-1), this.#patience);
    });
    const asked = this.#wait.moved?.() ?? Promise.resolve(0);
    const moved = await Promise.race([asked.catch(() => -1), silent]);
    clearTimeout(timer);
    return moved;
  }
}
