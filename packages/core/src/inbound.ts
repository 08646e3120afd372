import { type DriverStream, type Failure, LATER, type Later } from "./driver.ts";
import { type Operation, SocketError } from "./error.ts";
import type { Half, Owner, Told } from "./owner.ts";
import { Chunking, Reading, type Received, type Taker } from "./reading.ts";
import { giveBackScratch, keepable, plain, takeScratch } from "./scratch.ts";
import { canceled, Deadline, timedOut, type Wait } from "./wait.ts";

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
  /** A pipe, which stays the only reader while the chunk that it has taken is written. */
  #holder: Taker | null = null;
  #pulling = false;
  /** The pull under way fills memory of the caller. */
  #lent = false;
  /** A read that was refused while its memory was lent: it is told when the memory is its own again. */
  #refused: Taker | null = null;
  /** Bytes that have come and nobody has taken. */
  #left: Uint8Array | null = null;
  /** Memory of ours that `#left`, or the pull under way, lies in. Only for streams that fill memory. */
  #scratch: Uint8Array | null = null;
  /** What the stream ended with. */
  #end: null | SocketError | undefined;
  /** A reader has been given the end: it stays the end, also behind a close. One that only a cancelled read has met is nobody's. */
  #endIsTold = false;
  /** Set by `close` and `abort`: what reads report from then on. */
  #closed: Told | null = null;
  #deadline: Deadline | undefined;
  #discards = false;

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
    if (this.#isBusy && this.#closed === null) return this.#busy("read");
    if (wait?.signal?.aborted === true) return canceled(wait.signal, "read", this.#owner.init());
    // Memory of the caller is only lent to a pull that cannot outlive the read.
    const lent = into !== null && wait?.signal === undefined && wait?.timeout === undefined;
    const wasPulling = this.#pulling;
    const answer = this.#ask(lent ? into : null);
    if (!wasPulling) this.#lent = lent && this.#stream.fills && answer === LATER;
    return answer;
  }

  get #isBusy(): boolean {
    return this.#taker !== null || this.#holder !== null;
  }

  #busy(operation: Operation): SocketError {
    return new SocketError("EBUSY", operation, { ...this.#owner.init(), detail: "another read is pending" });
  }

  /** From now on `holder` is the only reader, until it leaves. */
  hold(holder: Taker, operation: Operation): SocketError | null {
    if (this.#isBusy && this.#closed === null) return this.#busy(operation);
    this.#holder = holder;
    return null;
  }

  /**
   * For the holder: the answer now, or `LATER` and `taker.take` later. `memory` is its own, and used where the stream
   * fills memory.
   */
  receive(taker: Taker, memory: Uint8Array): Received | Later {
    return this.#await(taker, this.#ask(memory));
  }

  #await(taker: Taker, answer: Received | Later): Received | Later {
    if (answer === LATER) {
      this.#taker = taker;
      this.#owner.begin();
    }
    return answer;
  }

  /** The holder is done, or its wait is over; a pull under way stays so. */
  leave(holder: Taker): void {
    if (this.#holder === holder) this.#holder = null;
    if (this.#taker !== holder) return;
    this.#taker = null;
    this.#owner.finish();
  }

  #ask(memory: Uint8Array | null): Received | Later {
    // The end that `discard` has met is no end for readers: bytes before it were thrown away.
    if (this.#closed !== null && (this.#discards || !this.#endIsTold))
      return this.#owner.restate(this.#closed(), "read");
    const answer = this.#fetch(memory);
    this.#endIsTold ||= answer === null;
    return answer;
  }

  /** What has come, closed or not, or a pull. */
  #fetch(memory: Uint8Array | null): Received | Later {
    if (this.#left !== null) {
      const left = this.#left;
      this.#left = null;
      return left;
    }
    if (this.#end !== undefined) return this.#end;
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
    const failure = answer === null ? this.#owner.failure : this.#owner.fail(answer, "read");
    const end = failure === null ? null : this.#owner.restate(failure, "read");
    this.#end = end;
    this.#freeScratch();
    this.#deadline?.dispose();
    if (end === null) this.#owner.halfIsOver();
    else this.#owner.drained();
    return end;
  }

  /** The driver's event. */
  pulled(answer: Uint8Array | null | Failure): void {
    this.#pulling = this.#lent = false;
    const settled = this.#settle(answer);
    this.#tellRefused();
    const taker = this.#taker;
    if (taker === null) {
      if (settled instanceof Uint8Array) this.#left = settled;
      return;
    }
    this.#taker = null;
    this.#endIsTold ||= settled === null;
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
      const onAbort = (): void => this.#giveUp(() => canceled(signal, "read", this.#owner.init()));
      signal.addEventListener("abort", onAbort, { once: true });
      reader.stop = () => signal.removeEventListener("abort", onAbort);
    }
  }

  #expire(): void {
    const reader = this.#taker;
    if (reader instanceof Reading || reader instanceof Chunking) {
      this.#giveUp(() => timedOut(reader.timeout, "read", this.#owner.init()));
    }
  }

  /** Ends a pending read with an error; nothing was consumed. */
  #giveUp(error: Told): void {
    const taker = this.#taker;
    if (taker === null) return;
    this.#taker = null;
    this.#deadline?.stop();
    taker.take(error());
    this.#owner.finish();
  }

  /** The memory of a pending read has gone. On a runtime that filled it the bytes went with it, so that it ends the connection on all. */
  lost(): SocketError {
    return this.#owner.lost("read");
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
    if (scratch === null || scratch.buffer !== chunk.buffer) return plain(chunk);
    this.#scratch = null;
    return keepable(chunk, scratch);
  }

  #freeScratch(): void {
    if (this.#scratch === null || this.#pulling || this.#left !== null) return;
    giveBackScratch(this.#scratch);
    this.#scratch = null;
  }

  /** From now on reads report `error`; a pending one does so at once, or as soon as its memory is no longer lent. */
  refuse(error: Told): void {
    this.#closed = error;
    this.#deadline?.dispose();
    if (!this.#lent) this.#giveUp(() => this.#owner.restate(error(), "read"));
    else if (this.#refused === null) {
      // Once: whoever waits at a second refusal is not the reader any more.
      this.#refused = this.#taker;
      this.#taker = null;
    }
  }

  #tellRefused(): void {
    const refused = this.#refused;
    if (refused === null || this.#closed === null) return;
    this.#refused = null;
    refused.take(this.#owner.restate(this.#closed(), "read"));
    this.#owner.finish();
  }

  /** The stream is destroyed: nothing comes any more. */
  close(error: Told): void {
    this.#lent = false;
    this.refuse(error);
    this.#tellRefused();
  }

  /** Reads and throws away until the peer's FIN (`true`) or a failure (`false`). Follows `refuse`. */
  discard(done: (sawEnd: boolean) => void): void {
    this.#discards = true;
    const memory = this.#stream.fills ? this.#ownMemory() : NO_MEMORY;
    const taker: Taker = {
      take: (answer) => {
        if (answer instanceof Uint8Array) read();
        else done(answer === null);
      },
    };
    const read = (): void => {
      for (;;) {
        const answer = this.#await(taker, this.#fetch(memory));
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
