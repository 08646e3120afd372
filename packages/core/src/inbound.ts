import { type DriverStream, type Failure, LATER, type Later } from "./driver.ts";
import { type Operation, SocketError } from "./error.ts";
import type { Half, Owner } from "./owner.ts";
import { giveBackScratch, keepable, takeScratch } from "./scratch.ts";
import { canceled, Deadline, nothing, timedOut, type Wait } from "./wait.ts";

/** What a read can come to: bytes, the peer's FIN, or an error that has been given its operation and address. */
export type Received = Uint8Array | null | SocketError;

/** Who waits for the answer of a pull. */
export interface Taker {
  take(answer: Received): void;
}

const NO_MEMORY: Uint8Array = new Uint8Array(0);

/**
 * The receiving half: at most one taker, at most one pull, and what a pull brought that nobody has taken yet.
 *
 * A pull is never taken back. A cancelled read leaves it under way, and what it brings is kept for the next read: so
 * cancelling loses nothing (invariant 6), and at most one chunk is read ahead (invariant 2).
 */
export class Inbound implements Half {
  readonly #stream: DriverStream;
  readonly #owner: Owner;
  #taker: Taker | null = null;
  #pulling = false;
  /** Bytes that have come and nobody has taken. */
  #left: Uint8Array | null = null;
  /** Memory of ours that `#left`, or the pull under way, lies in. Only for streams that fill memory. */
  #scratch: Uint8Array | null = null;
  /** What the stream ended with. */
  #end: null | SocketError | undefined;
  /** Set by `close` and `abort`: what reads report from then on. */
  #closed: SocketError | null = null;
  #deadline: Deadline | undefined;

  constructor(stream: DriverStream, owner: Owner) {
    this.#stream = stream;
    this.#owner = owner;
  }

  /** The peer's FIN has come and every byte before it was taken. */
  get isOver(): boolean {
    return this.#end === null && this.#left === null;
  }

  /** Bytes have come that nobody has read. */
  get holdsBytes(): boolean {
    return this.#left !== null;
  }

  read(into: Uint8Array, wait: Wait | undefined): Promise<number | null> {
    const answer = this.#begin(into, wait);
    if (answer === LATER)
      return new Promise((resolve, reject) => this.#wait(new Reading(this, into, resolve, reject), wait));
    if (answer === null) return ENDED;
    if (answer instanceof SocketError) return Promise.reject(answer);
    return Promise.resolve(this.deliver(answer, into));
  }

  readChunk(wait: Wait | undefined): Promise<Uint8Array | null> {
    const answer = this.#begin(null, wait);
    if (answer === LATER)
      return new Promise((resolve, reject) => this.#wait(new Chunking(this, resolve, reject), wait));
    if (answer === null) return ENDED;
    if (answer instanceof SocketError) return Promise.reject(answer);
    return Promise.resolve(this.give(answer));
  }

  /** Starts a read: the answer, or `LATER`, whereupon the caller sets a taker. */
  #begin(into: Uint8Array | null, wait: Wait | undefined): Received | Later {
    if (this.#taker !== null) return this.busy("read");
    if (wait?.signal?.aborted === true) return canceled(wait.signal, "read", this.#owner.init());
    // Memory of the caller is only lent to a pull that cannot outlive the read.
    const lent = into !== null && wait?.signal === undefined && wait?.timeout === undefined;
    return this.#ask(lent ? into : null);
  }

  /**
   * For a taker that stays (pipe, discard): the answer now, or `LATER` and `taker.take` later.
   * `memory` is the taker's own, and used where the stream fills memory.
   */
  receive(taker: Taker, memory: Uint8Array): Received | Later {
    const answer = this.#ask(memory);
    if (answer === LATER) {
      this.#taker = taker;
      this.#owner.begin();
    }
    return answer;
  }

  /** The taker's wait is over without an answer; a pull under way stays so. */
  leave(taker: Taker): void {
    if (this.#taker !== taker) return;
    this.#taker = null;
    this.#owner.finish();
  }

  busy(operation: Operation): SocketError | null {
    if (this.#taker === null) return null;
    return new SocketError("EBUSY", operation, { ...this.#owner.init(), detail: "another read is pending" });
  }

  #ask(memory: Uint8Array | null): Received | Later {
    if (this.#end === null && this.#left === null) return null;
    if (this.#closed !== null) return this.#owner.restate(this.#closed, "read");
    if (this.#left !== null) {
      const left = this.#left;
      this.#left = null;
      return left;
    }
    if (this.#end instanceof SocketError) return this.#owner.restate(this.#end, "read");
    return this.#pulling ? LATER : this.#pull(memory);
  }

  #pull(memory: Uint8Array | null): Received | Later {
    const answer = this.#stream.pull(this.#stream.fills ? (memory ?? this.#ownMemory()) : NO_MEMORY);
    if (answer === LATER) {
      this.#pulling = true;
      return LATER;
    }
    return this.#settle(answer);
  }

  #ownMemory(): Uint8Array {
    this.#scratch ??= takeScratch();
    return this.#scratch;
  }

  #settle(answer: Uint8Array | null | Failure): Received {
    if (answer instanceof Uint8Array) return answer;
    // A failure that a write met first is not turned into a clean end by the read that follows (invariant 5).
    const end = answer === null ? this.#owner.failure : this.#owner.fail(answer, "read");
    this.#end = end;
    this.#freeScratch();
    if (end === null) this.#owner.halfIsOver();
    else this.#owner.drained();
    return end;
  }

  /** The driver's event. */
  pulled(answer: Uint8Array | null | Failure): void {
    this.#pulling = false;
    const settled = this.#settle(answer);
    const taker = this.#taker;
    if (taker === null) {
      if (settled instanceof Uint8Array) this.#left = settled;
      return;
    }
    this.#taker = null;
    this.#deadline?.stop();
    taker.take(settled);
    this.#owner.finish();
  }

  #wait(reader: Reading | Chunking, wait: Wait | undefined): void {
    this.#taker = reader;
    this.#owner.begin();
    if (wait === undefined) return;
    const { signal, timeout } = wait;
    if (timeout !== undefined) {
      this.#deadline ??= new Deadline(() => this.#expire());
      reader.timeout = timeout;
      this.#deadline.start(timeout);
    }
    if (signal !== undefined) {
      const onAbort = (): void => this.#giveUp(canceled(signal, "read", this.#owner.init()));
      signal.addEventListener("abort", onAbort, { once: true });
      reader.stop = () => signal.removeEventListener("abort", onAbort);
    }
  }

  #expire(): void {
    const reader = this.#taker;
    if (reader instanceof Reading || reader instanceof Chunking) {
      this.#giveUp(timedOut(reader.timeout, "read", this.#owner.init()));
    }
  }

  /** Ends a pending read with an error; nothing was consumed. */
  #giveUp(error: SocketError): void {
    const taker = this.#taker;
    if (taker === null) return;
    this.#taker = null;
    this.#deadline?.stop();
    taker.take(error);
    this.#owner.finish();
  }

  /** Puts a chunk into the reader's memory, keeps what does not fit, and says how many bytes did. */
  deliver(chunk: Uint8Array, into: Uint8Array): number {
    if (chunk.buffer === into.buffer && chunk.byteOffset === into.byteOffset) return chunk.length;
    if (chunk.length <= into.length) {
      into.set(chunk);
      this.#freeScratch();
      return chunk.length;
    }
    into.set(chunk.subarray(0, into.length));
    this.#left = chunk.subarray(into.length);
    return into.length;
  }

  /** A chunk in memory that the reader may keep. */
  give(chunk: Uint8Array): Uint8Array {
    const scratch = this.#scratch;
    if (scratch === null || scratch.buffer !== chunk.buffer) return chunk;
    this.#scratch = null;
    return keepable(chunk, scratch);
  }

  #freeScratch(): void {
    if (this.#scratch === null || this.#pulling || this.#left !== null) return;
    giveBackScratch(this.#scratch);
    this.#scratch = null;
  }

  /** From now on reads report `error`; a pending one does so at once. */
  close(error: SocketError): void {
    this.#closed = error;
    this.#giveUp(this.#owner.restate(error, "read"));
    this.#deadline?.dispose();
  }

  /** Reads and throws away until the peer's FIN (`true`) or a failure (`false`). Follows `close`. */
  discard(done: (sawEnd: boolean) => void): void {
    this.#closed = null;
    const memory = this.#ownMemory();
    const taker: Taker = {
      take: (answer) => {
        if (answer instanceof Uint8Array) read();
        else done(answer === null);
      },
    };
    const read = (): void => {
      for (;;) {
        const answer = this.receive(taker, memory);
        if (answer === LATER) return;
        if (answer instanceof Uint8Array) continue;
        taker.take(answer);
        return;
      }
    };
    read();
  }
}

const ENDED: Promise<null> = Promise.resolve(null);

/** A pending `read(into)`. */
class Reading implements Taker {
  stop: () => void = nothing;
  timeout = 0;
  readonly #inbound: Inbound;
  readonly #into: Uint8Array;
  readonly #resolve: (count: number | null) => void;
  readonly #reject: (error: SocketError) => void;

  constructor(
    inbound: Inbound,
    into: Uint8Array,
    resolve: (count: number | null) => void,
    reject: (error: SocketError) => void,
  ) {
    this.#inbound = inbound;
    this.#into = into;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  take(answer: Received): void {
    this.stop();
    if (answer instanceof SocketError) this.#reject(answer);
    else this.#resolve(answer === null ? null : this.#inbound.deliver(answer, this.#into));
  }
}

/** A pending `readChunk()`. */
class Chunking implements Taker {
  stop: () => void = nothing;
  timeout = 0;
  readonly #inbound: Inbound;
  readonly #resolve: (chunk: Uint8Array | null) => void;
  readonly #reject: (error: SocketError) => void;

  constructor(inbound: Inbound, resolve: (chunk: Uint8Array | null) => void, reject: (error: SocketError) => void) {
    this.#inbound = inbound;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  take(answer: Received): void {
    this.stop();
    if (answer instanceof SocketError) this.#reject(answer);
    else this.#resolve(answer === null ? null : this.#inbound.give(answer));
  }
}
