import type { Address } from "./address.ts";
import { asSocketError } from "./as-socket-error.ts";
import { dataFault, HOW_IT_GOES, isBytes } from "./bytes.ts";
import type { ConnectionOptions, OptionSetter } from "./connection-options.ts";
import type { Done, DriverStream, Failure, StreamEvents } from "./driver.ts";
import { isFinal, type Operation, SocketError, type SocketErrorInit } from "./error.ts";
import { Inbound } from "./inbound.ts";
import { Outbound } from "./outbound.ts";
import { type Owner, told } from "./owner.ts";
import { SharedWait } from "./shared-wait.ts";
import { makeReadable, makeWritable } from "./streams.ts";
import { Use } from "./use.ts";
import { canceled, type Wait, waitFault } from "./wait.ts";

/** How long `close()` waits for the peer's FIN after its own, in milliseconds, unless told otherwise. */
export const DEFAULT_LINGER = 1000;

/** A connection: one driver stream, its two halves, and its end. The public face of it is in `index.ts`. */
export class StreamConnection implements Owner, StreamEvents {
  readonly local: Address;
  readonly remote: Address;
  readonly inbound: Inbound;
  readonly outbound: Outbound;
  readonly #stream: DriverStream;
  readonly #setOptions: OptionSetter;
  readonly #use: Use;
  #failure: SocketError | null = null;
  /** What the connection ended with, once it has. */
  #over: SocketError | null | undefined;
  #closed: PromiseWithResolvers<SocketError | null> | undefined;
  #released = false;
  #closing: Promise<boolean> | null = null;
  #closeWaits: SharedWait | undefined;
  #readingStopped = false;
  #readable: ReadableStream<Uint8Array> | undefined;
  #writable: WritableStream<Uint8Array> | undefined;

  constructor(stream: DriverStream, setOptions: OptionSetter) {
    this.#stream = stream;
    this.#setOptions = setOptions;
    this.#use = new Use(stream);
    this.local = stream.local;
    this.remote = stream.remote;
    this.inbound = new Inbound(stream, this);
    this.outbound = new Outbound(stream, this);
    stream.events = this;
  }

  /** For a reader that brings memory of its own: whether it is of use. */
  get fillsMemory(): boolean {
    return this.#stream.fills;
  }

  read(into: Uint8Array, wait?: Wait): Promise<number | null> {
    if (!isBytes(into) || into.length === 0) {
      return this.#refuse("read", "the memory to read into must be a Uint8Array of at least one byte");
    }
    const fault = waitFault(wait, "read");
    return fault === undefined ? this.inbound.read(into, wait) : Promise.reject(fault);
  }

  readChunk(wait?: Wait): Promise<Uint8Array | null> {
    const fault = waitFault(wait, "read");
    return fault === undefined ? this.inbound.readChunk(wait) : Promise.reject(fault);
  }

  write(data: Uint8Array | readonly Uint8Array[], wait?: Wait): Promise<void> {
    const wrong = dataFault(data);
    if (wrong !== undefined) return this.#refuse("write", wrong);
    const fault = waitFault(wait, "write");
    return fault === undefined ? this.outbound.write(data, wait) : Promise.reject(fault);
  }

  closeWrite(wait?: Wait): Promise<void> {
    const fault = waitFault(wait, "closeWrite");
    return fault === undefined ? this.outbound.closeWrite(wait) : Promise.reject(fault);
  }

  close(wait?: Wait): Promise<boolean> {
    const fault = waitFault(wait, "close");
    if (fault !== undefined) return Promise.reject(fault);
    if (this.#closing === null && this.#released) {
      this.#end();
      this.#closing = Promise.resolve(this.#failure === null);
    }
    if (this.#closing !== null) this.#closeWaits?.add(wait);
    else {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      // Before anything starts: a FIN that is sent at once comes back here as the end of a half.
      this.#closing = promise;
      this.#closeWaits = new SharedWait("close", this.init());
      resolve(this.#close(wait, this.#closeWaits));
    }
    return this.#closing;
  }

  async #close(wait: Wait | undefined, waits: SharedWait): Promise<boolean> {
    const closed = told(() => this.#closedError());
    const heardAll = this.inbound.isOver;
    this.inbound.refuse(closed);
    this.outbound.close(closed, "flush");
    if (this.#failure !== null) return this.#giveUp(this.#failure);
    const signal = wait?.signal;
    if (signal?.aborted === true) return this.#giveUp(canceled(signal, "close", this.init()));
    if (wait?.timeout === 0 && this.outbound.isIdle && !heardAll) return this.#leave(closed());
    waits.add(wait);
    const flushed = await waits.firstOf(this.closed, (done) => {
      this.outbound.flush().then(() => done(null), done);
    });
    if (flushed !== null) return this.#giveUp(flushed);
    if (heardAll || this.#released) return this.#release(null);
    const linger: Wait = wait?.timeout === undefined ? { timeout: DEFAULT_LINGER } : {};
    const heard = await waits.firstOf(
      this.closed,
      (done) => this.inbound.discard((sawEnd) => done(sawEnd ? null : (this.#failure ?? closed()))),
      linger,
    );
    return this.#release(heard);
  }

  /** As close(2): no FIN goes ahead, so that the kernel resets where input is lost (RFC 9293, 3.6.1). */
  #leave(closed: SocketError): false {
    this.#destroy(this.inbound.holdsBytes ? "reset" : "release", closed);
    return false;
  }

  /** Close without the flush: what was not written is lost, and the peer learns of it by a reset. */
  #giveUp(error: SocketError): false {
    this.cut(error);
    return false;
  }

  #release(error: SocketError | null): boolean {
    this.#destroy("release", error);
    return error === null && this.#failure === null;
  }

  abort(reason?: unknown): void {
    this.#end({ cause: reason, detail: "aborted by this program" });
  }

  /** At once. Where both FINs had gone their ways by themselves there is nothing to end but the use of it. */
  #end(why: SocketErrorInit = {}): void {
    const error = told(() => this.#closedError(why));
    if (!this.#released) this.cut(error());
    else if (this.#failure === null && this.#closing === null) {
      this.inbound.refuse(error);
      this.outbound.close(error);
    }
  }

  #closedError(why: SocketErrorInit = {}): SocketError {
    return new SocketError("ECLOSED", "close", { ...this.init(), ...why });
  }

  /** For the `readable` view: nothing more will be read. Writing goes on. */
  stopReading(): void {
    if (this.#closing !== null) return;
    this.#readingStopped = true;
    const detail = "reading was cancelled here";
    this.inbound.refuse(told(() => new SocketError("ECLOSED", "read", { ...this.init(), detail })));
    this.halfIsOver();
  }

  /** Fulfils when the connection is over: `null` in good order, else the error that ended it. Made for who asks. */
  get closed(): Promise<SocketError | null> {
    if (this.#closed === undefined) {
      this.#closed = Promise.withResolvers();
      if (this.#over !== undefined) this.#closed.resolve(this.#over);
    }
    return this.#closed.promise;
  }

  #settleClosed(over: SocketError | null): void {
    if (this.#over !== undefined) return;
    this.#over = over;
    this.#closed?.resolve(over);
  }

  get readable(): ReadableStream<Uint8Array> {
    this.#readable ??= makeReadable(this);
    return this.#readable;
  }

  get writable(): WritableStream<Uint8Array> {
    this.#writable ??= makeWritable(this);
    return this.#writable;
  }

  set(options: ConnectionOptions): void {
    if (this.#failure !== null) throw this.restate(this.#failure, "set");
    if (this.#released || this.#closing !== null) throw new SocketError("ECLOSED", "set", this.init());
    let fault: SocketError | null;
    try {
      fault = this.#setOptions(this.#stream, options);
    } catch (thrown) {
      fault = asSocketError(thrown, "set", this.remote);
      if (isFinal(fault)) this.#failWith(fault);
    }
    if (fault !== null) throw fault;
  }

  ref(): this {
    this.#use.keepAlive(true);
    return this;
  }

  unref(): this {
    this.#use.keepAlive(false);
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    for (let chunk = await this.readChunk(); chunk !== null; chunk = await this.readChunk()) yield chunk;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  // What the driver tells.

  pulled(answer: Uint8Array | null | Failure): void {
    this.inbound.pulled(answer);
  }

  pushed(answer: Done | Failure): void {
    this.outbound.pushed(answer);
  }

  shut(answer: Done | Failure): void {
    this.outbound.shut(answer);
  }

  // What the halves tell.

  get failure(): SocketError | null {
    return this.#failure;
  }

  init(): SocketErrorInit {
    return { address: this.remote };
  }

  fail(failure: Failure, operation: Operation): SocketError {
    const error = new SocketError(failure.code, operation, {
      ...this.init(),
      cause: failure.cause,
      detail: failure.detail,
    });
    this.#failWith(error);
    return error;
  }

  #failWith(error: SocketError): void {
    this.#failure ??= error;
    this.#settleClosed(this.#failure);
  }

  restate(error: SocketError, operation: Operation): SocketError {
    if (error.operation === operation) return error;
    const cause = error.code === "ECLOSED" ? error.cause : error;
    return new SocketError(error.code, operation, cause === undefined ? this.init() : { ...this.init(), cause });
  }

  cut(error: SocketError): void {
    this.#failure ??= error;
    this.#destroy("reset", this.#failure);
  }

  lost(operation: Operation): SocketError {
    const detail = `the memory that it was lent has gone before it was done: ${HOW_IT_GOES}`;
    const error = new SocketError("ECONNABORTED", operation, { ...this.init(), detail });
    this.cut(error);
    return error;
  }

  halfIsOver(): void {
    if (this.#closing !== null || !this.outbound.isOver) return;
    if (this.inbound.isOver) this.#destroy("release", null);
    else if (this.#readingStopped) void this.close();
  }

  drained(): void {
    this.#destroy("release", this.#failure);
  }

  #destroy(how: "reset" | "release", error: SocketError | null): void {
    if (this.#released) return;
    this.#released = true;
    this.#use.end();
    this.#stream.destroy(how);
    this.#settleClosed(error);
    if (error === null && this.#closing === null) return;
    const failure = this.#failure;
    const closed = told(() => failure ?? this.#closedError());
    this.inbound.close(closed);
    this.outbound.close(closed);
  }

  begin(): void {
    this.#use.begin();
  }

  finish(): void {
    this.#use.finish();
  }

  #refuse(operation: Operation, detail: string): Promise<never> {
    return Promise.reject(new SocketError("EINVAL", operation, { ...this.init(), detail }));
  }
}
