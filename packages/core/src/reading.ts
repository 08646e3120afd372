import { SocketError } from "./error.ts";
import { nothing } from "./wait.ts";

/** What a read can come to: bytes, the peer's FIN, or an error that has been given its operation and address. */
export type Received = Uint8Array | null | SocketError;

/** Who waits for the answer of a pull. */
export interface Taker {
  take(answer: Received): void;
}

/** How bytes get from the memory they came in to the reader. */
interface ReadMemory {
  /** Puts a chunk into the reader's memory, and says how many bytes fitted. */
  deliver(chunk: Uint8Array, into: Uint8Array): number;
  /** Ends the connection, whose reader's memory has gone. */
  lost(): SocketError;
  /** A chunk in memory that the reader may keep. */
  give(chunk: Uint8Array): Uint8Array;
}

/** A pending `read(into)`. */
export class Reading implements Taker {
  stop: () => void = nothing;
  timeout = 0;
  readonly #memory: ReadMemory;
  readonly #into: Uint8Array;
  readonly #length: number;
  readonly #resolve: (count: number | null) => void;
  readonly #reject: (error: SocketError) => void;

  constructor(
    memory: ReadMemory,
    into: Uint8Array,
    resolve: (count: number | null) => void,
    reject: (error: SocketError) => void,
  ) {
    this.#memory = memory;
    this.#into = into;
    this.#length = into.length;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  take(answer: Received): void {
    this.stop();
    if (answer instanceof SocketError) this.#reject(answer);
    else if (answer === null) this.#resolve(null);
    else if (this.#into.length < this.#length) this.#reject(this.#memory.lost());
    else this.#resolve(this.#memory.deliver(answer, this.#into));
  }
}

/** A pending `readChunk()`. */
export class Chunking implements Taker {
  stop: () => void = nothing;
  timeout = 0;
  readonly #memory: ReadMemory;
  readonly #resolve: (chunk: Uint8Array | null) => void;
  readonly #reject: (error: SocketError) => void;

  constructor(memory: ReadMemory, resolve: (chunk: Uint8Array | null) => void, reject: (error: SocketError) => void) {
    this.#memory = memory;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  take(answer: Received): void {
    this.stop();
    if (answer instanceof SocketError) this.#reject(answer);
    else this.#resolve(answer === null ? null : this.#memory.give(answer));
  }
}
