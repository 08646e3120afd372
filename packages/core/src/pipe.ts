import { StreamConnection } from "./connection.ts";
import { DONE, LATER } from "./driver.ts";
import { SocketError } from "./error.ts";
import type { Inbound } from "./inbound.ts";
import type { Outbound, Sending } from "./outbound.ts";
import type { Received, Taker } from "./reading.ts";
import { giveBackScratch, takeScratch } from "./scratch.ts";
import { shown } from "./shown.ts";
import { canceled, nothing, type Wait, waitFault, watch } from "./wait.ts";

/**
 * Copies everything that comes from `from` to `to`, until the end of `from`, and says how many bytes it was.
 * `to` is left open. Costs no promise per chunk and, where the runtime allows, no copy.
 */
export function pipe(from: StreamConnection, to: StreamConnection, wait?: Wait): Promise<number> {
  const wrong = from instanceof StreamConnection ? (to instanceof StreamConnection ? undefined : "to") : "from";
  if (wrong !== undefined) {
    const detail = `${wrong} is ${shown(wrong === "to" ? to : from)} and not a connection of anysock: expected pipe(from, to)`;
    return Promise.reject(new SocketError("EINVAL", "pipe", { detail }));
  }
  const fault = waitFault(wait, "pipe");
  if (fault !== undefined) return Promise.reject(fault);
  const signal = wait?.signal;
  if (signal?.aborted === true) return Promise.reject(canceled(signal, "pipe", from.init()));
  return new Promise((resolve, reject) => {
    const pipe = new Pipe(from, to, wait, resolve, reject);
    const busy = from.inbound.hold(pipe, "pipe");
    if (busy === null) pipe.run();
    else pipe.end(busy);
  });
}

/** For streams that bring their own. */
const NO_MEMORY: Uint8Array = new Uint8Array(0);

class Pipe implements Taker, Sending {
  readonly operation = "pipe";
  /** The chunk on its way; one list, used again for each, and never made shorter, which would cost a new one a chunk. */
  readonly pieces: [Uint8Array] = [NO_MEMORY];
  readonly #from: Inbound;
  readonly #to: Outbound;
  readonly #memory: Uint8Array;
  readonly #resolve: (bytes: number) => void;
  readonly #reject: (error: SocketError) => void;
  #stop: () => void = nothing;
  #bytes = 0;

  constructor(
    from: StreamConnection,
    to: StreamConnection,
    wait: Wait | undefined,
    resolve: (bytes: number) => void,
    reject: (error: SocketError) => void,
  ) {
    this.#from = from.inbound;
    this.#to = to.outbound;
    this.#memory = from.fillsMemory ? takeScratch() : NO_MEMORY;
    this.#resolve = resolve;
    this.#reject = reject;
    if (wait === undefined) return;
    this.#stop = watch(wait, "pipe", from.init(), (error) => {
      const isOnItsWay = this.pieces[0] !== NO_MEMORY;
      this.end(error);
      // A chunk on its way is a write that has started: half of it would be worse than a reset (invariant 6).
      if (isOnItsWay) to.cut(error);
    });
  }

  run(): void {
    for (;;) {
      const answer = this.#from.receive(this, this.#memory);
      if (answer === LATER || !this.#forward(answer)) return;
    }
  }

  take(answer: Received): void {
    if (this.#forward(answer)) this.run();
  }

  /** True: the chunk is on its way, and the next one may be read. */
  #forward(answer: Received): boolean {
    if (!(answer instanceof Uint8Array)) {
      this.end(answer);
      return false;
    }
    this.#bytes += answer.length;
    this.pieces[0] = answer;
    const sent = this.#to.send(this);
    if (sent === LATER) return false;
    this.pieces[0] = NO_MEMORY;
    if (sent === DONE) return true;
    this.end(sent);
    return false;
  }

  sent(error: SocketError | null): void {
    this.pieces[0] = NO_MEMORY;
    if (error === null) this.run();
    else this.end(error);
  }

  /** Settles, and leaves both connections to others. */
  end(error: SocketError | null): void {
    this.#stop();
    this.#from.leave(this);
    // At the end of the stream no pull is under way that could still fill it.
    if (error === null && this.#memory !== NO_MEMORY) giveBackScratch(this.#memory);
    if (error === null) this.#resolve(this.#bytes);
    else this.#reject(error);
  }
}
