import { DONE, type Done, type DriverStream, Failure, LATER, type Later } from "./driver.ts";
import { type Operation, SocketError } from "./error.ts";
import type { Half, Owner, Told } from "./owner.ts";
import { canceled, nothing, type Wait, watch } from "./wait.ts";

/** Something to send: pieces of data one after the other, or FIN where there are none. */
export interface Sending {
  readonly operation: "write" | "closeWrite" | "pipe";
  /** The pieces, none of them empty. */
  readonly pieces: readonly Uint8Array[];
  /** Told once, unless the answer came at once. */
  sent(error: SocketError | null): void;
}

/** Below this size several pieces are copied into one: a copy is cheaper than the system calls it saves. */
const JOINED = 32 * 1024;

const SENT: Promise<void> = Promise.resolve();
const FIN: readonly Uint8Array[] = [];

/** The sending half: a queue in the order of the calls, one push under way (invariant 1). */
export class Outbound implements Half {
  readonly #stream: DriverStream;
  readonly #owner: Owner;
  #current: Sending | null = null;
  /** Index of the piece that is under way. */
  #piece = 0;
  /** Bytes of that piece. */
  #length = 0;
  #queue: Sending[] = [];
  /** The FIN is sent, or queued. */
  #fin: Promise<void> | null = null;
  #finSent = false;
  #closed: Told | null = null;

  constructor(stream: DriverStream, owner: Owner) {
    this.#stream = stream;
    this.#owner = owner;
  }

  get isIdle(): boolean {
    return this.#current === null && this.#queue.length === 0;
  }

  /** Our FIN has been sent. */
  get isOver(): boolean {
    return this.#finSent;
  }

  write(data: Uint8Array | readonly Uint8Array[], wait: Wait | undefined): Promise<void> {
    const refused = this.#refusal("write", wait);
    if (refused !== null) return Promise.reject(refused);
    const pieces = data instanceof Uint8Array ? (data.length === 0 ? FIN : [data]) : joined(data);
    if (pieces.length === 0 && this.isIdle) return SENT;
    return this.#start("write", pieces, wait);
  }

  /** FIN after everything that was written. A second call waits for the first one's. */
  closeWrite(wait: Wait | undefined): Promise<void> {
    if (this.#fin === null) {
      const refused = this.#refusal("closeWrite", wait);
      if (refused !== null) return Promise.reject(refused);
    } else if (this.#closed !== null) {
      return Promise.reject(this.#owner.restate(this.#closed(), "closeWrite"));
    }
    this.#fin ??= this.#sendFin();
    return this.#finSent ? SENT : this.#waitForFin(this.#fin, wait);
  }

  /** FIN after everything that was written, for `close`: neither refused nor cancelled. */
  flush(): Promise<void> {
    if (this.#finSent) return SENT;
    this.#fin ??= this.#sendFin();
    return this.#fin;
  }

  #sendFin(): Promise<void> {
    const fin = this.#start("closeWrite", FIN, undefined);
    fin.catch(nothing);
    return fin;
  }

  /** Ending the wait for a FIN takes nothing back: it follows the data that was written before it. */
  #waitForFin(fin: Promise<void>, wait: Wait | undefined): Promise<void> {
    if (wait?.signal?.aborted === true) {
      return Promise.reject(canceled(wait.signal, "closeWrite", this.#owner.init()));
    }
    if (wait === undefined) return fin.then();
    return new Promise((resolve, reject) => {
      const stop = watch(wait, "closeWrite", this.#owner.init(), reject);
      fin.then(resolve, reject).finally(stop);
    });
  }

  #refusal(operation: Operation, wait: Wait | undefined): SocketError | null {
    if (this.#closed !== null) return this.#owner.restate(this.#closed(), operation);
    if (this.#owner.failure !== null) return this.#owner.restate(this.#owner.failure, operation);
    if (this.#fin !== null) {
      return new SocketError("EPIPE", operation, { ...this.#owner.init(), detail: "this side has sent its FIN" });
    }
    const signal = wait?.signal;
    return signal?.aborted === true ? canceled(signal, operation, this.#owner.init()) : null;
  }

  #start(operation: "write" | "closeWrite", pieces: readonly Uint8Array[], wait: Wait | undefined): Promise<void> {
    if (this.isIdle) {
      const answer = this.#step(operation, pieces);
      if (answer === DONE) return SENT;
      if (answer instanceof SocketError) return Promise.reject(answer);
      return new Promise((resolve, reject) => {
        const sending = new Write(operation, pieces, resolve, reject);
        this.#current = sending;
        this.#owner.begin();
        this.#guard(sending, wait);
      });
    }
    return new Promise((resolve, reject) => {
      const sending = new Write(operation, pieces, resolve, reject);
      this.#queue.push(sending);
      this.#guard(sending, wait);
    });
  }

  /** For a sender that stays (pipe): `DONE`, the error, or `LATER` and `sending.sent` later. */
  send(sending: Sending): Done | SocketError | Later {
    const refused = this.#refusal(sending.operation, undefined);
    if (refused !== null) return refused;
    if (!this.isIdle) {
      this.#queue.push(sending);
      return LATER;
    }
    const answer = this.#step(sending.operation, sending.pieces);
    if (answer === LATER) {
      this.#current = sending;
      this.#owner.begin();
    }
    return answer;
  }

  /** Pushes from the current piece on, as far as it goes without waiting. */
  #step(operation: Operation, pieces: readonly Uint8Array[]): Done | SocketError | Later {
    if (pieces.length === 0) {
      if (operation !== "closeWrite") return DONE;
      const answer = this.#stream.shutdown();
      if (answer === DONE) this.#finIsSent();
      return answer instanceof Failure ? this.#owner.fail(answer, operation) : answer;
    }
    for (; this.#piece < pieces.length; this.#piece++) {
      const piece = pieces[this.#piece] as Uint8Array;
      // None is empty: this one has waited for its turn, and its memory has gone.
      this.#length = piece.length;
      if (piece.length === 0) return this.#owner.lost(operation);
      const answer = this.#stream.push(piece);
      if (answer === LATER) return LATER;
      if (answer instanceof Failure) return this.#owner.fail(answer, operation);
    }
    this.#piece = 0;
    return DONE;
  }

  /** The driver's event: the push under way has settled. */
  pushed(answer: Done | Failure): void {
    const current = this.#current;
    if (current === null) return;
    if ((current.pieces[this.#piece]?.length ?? 0) < this.#length) {
      this.#owner.lost(current.operation);
      return;
    }
    if (answer instanceof Failure) {
      this.#end(current, this.#owner.fail(answer, current.operation));
      return;
    }
    this.#piece++;
    const next = this.#step(current.operation, current.pieces);
    // Not its own any more where the connection was reset meanwhile.
    if (next === LATER || this.#current !== current) return;
    this.#end(current, next === DONE ? null : next);
  }

  /** The driver's event: the shutdown under way has settled. */
  shut(answer: Done | Failure): void {
    const current = this.#current;
    if (current === null) return;
    if (answer === DONE) this.#finIsSent();
    this.#end(current, answer === DONE ? null : this.#owner.fail(answer, current.operation));
  }

  #finIsSent(): void {
    this.#finSent = true;
    this.#owner.halfIsOver();
  }

  /** Settles `ended` and goes on with the queue. */
  #end(ended: Sending, error: SocketError | null): void {
    this.#current = null;
    this.#piece = 0;
    if (error !== null) this.#refuseQueue(error);
    ended.sent(error);
    // Last, because a pipe has begun its next read by now: an operation count that meets 0 costs a timer a turn.
    this.#owner.finish();
    while (this.#current === null) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      const answer = this.#step(next.operation, next.pieces);
      if (answer === LATER) {
        this.#current = next;
        this.#owner.begin();
        return;
      }
      if (answer instanceof SocketError) {
        this.#piece = 0;
        // Nothing may follow a hole.
        this.#refuseQueue(answer);
      }
      next.sent(answer === DONE ? null : answer);
    }
  }

  #refuseQueue(error: SocketError): void {
    const refused = this.#queue;
    this.#queue = [];
    for (const sending of refused) sending.sent(this.#owner.restate(error, sending.operation));
  }

  /** A write that waits in the queue can be taken back; one that has started can only be cut, with its connection. */
  #guard(sending: Write, wait: Wait | undefined): void {
    if (wait === undefined) return;
    sending.stop = watch(wait, sending.operation, this.#owner.init(), (error) => {
      if (this.#current === sending) {
        this.#owner.cut(error);
        return;
      }
      this.#queue = this.#queue.filter((queued) => queued !== sending);
      sending.sent(error);
    });
  }

  /** Operations report `error` from now on; pending ones too, unless they are still to be flushed. */
  close(error: Told, pending: "flush" | "refuse" = "refuse"): void {
    this.#closed = error;
    if (pending === "flush") return;
    const current = this.#current;
    this.#current = null;
    if (current !== null) {
      current.sent(this.#owner.restate(error(), current.operation));
      this.#owner.finish();
    }
    if (this.#queue.length > 0) this.#refuseQueue(error());
  }
}

function joined(data: readonly Uint8Array[]): readonly Uint8Array[] {
  const pieces = data.filter((piece) => piece.length > 0);
  if (pieces.length < 2) return pieces;
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (total > JOINED) return pieces;
  const whole = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return [whole];
}

/** A pending `write` or `closeWrite`. */
class Write implements Sending {
  readonly operation: "write" | "closeWrite";
  readonly pieces: readonly Uint8Array[];
  stop: () => void = nothing;
  readonly #resolve: () => void;
  readonly #reject: (error: SocketError) => void;

  constructor(
    operation: "write" | "closeWrite",
    pieces: readonly Uint8Array[],
    resolve: () => void,
    reject: (error: SocketError) => void,
  ) {
    this.operation = operation;
    this.pieces = pieces;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  sent(error: SocketError | null): void {
    this.stop();
    if (error === null) this.#resolve();
    else this.#reject(error);
  }
}
