import type { Address } from "./address.ts";
import { asSocketError } from "./as-socket-error.ts";
import type { StreamConnection } from "./connection.ts";
import {
  type DriverListener,
  type DriverStream,
  type Failure,
  LATER,
  type Later,
  type ListenerEvents,
} from "./driver.ts";
import { SocketError, type SocketErrorInit } from "./error.ts";
import { canceled, nothing, type Wait, waitFault, watch } from "./wait.ts";

/** How a listener's driver streams become connections. */
export type MakeConnection = (stream: DriverStream) => StreamConnection;

/** What holds a Unix path for a listener, and gives it back. */
export interface PathHold {
  /** Runs `close` so that only a path that is still ours disappears. */
  release(close: () => Promise<void>): Promise<void>;
}

/** Who waits for a connection. */
export interface Acceptor {
  take(answer: StreamConnection | SocketError): void;
}

/** A listening socket: callers of `accept` and unclaimed connections, one of which is always empty. */
export class StreamListener implements ListenerEvents {
  readonly #make: MakeConnection;
  readonly #pending: number;
  #driver: DriverListener | null = null;
  #path: PathHold | null = null;
  #waiting: Acceptor[] = [];
  #unclaimed: DriverStream[] = [];
  #asked = false;
  #failure: SocketError | null = null;
  #closing: Promise<void> | null = null;

  constructor(make: MakeConnection, pending: number) {
    this.#make = make;
    this.#pending = pending;
  }

  /** Connects it with what the driver made. Connections may have come before. */
  start(driver: DriverListener, path: PathHold | null): void {
    this.#driver = driver;
    this.#path = path;
  }

  get address(): Address {
    if (this.#driver === null) throw new SocketError("EINVAL", "listen", { detail: "it has not been started" });
    return this.#driver.address;
  }

  accept(wait?: Wait): Promise<StreamConnection> {
    const refused = this.#refusal(wait);
    if (refused !== undefined) return Promise.reject(refused);
    const stream = this.#unclaimed.shift();
    if (stream !== undefined) return Promise.resolve(this.#make(stream));
    return new Promise((resolve, reject) => {
      const waiting: Acceptor = {
        take: (answer) => {
          stop();
          if (answer instanceof SocketError) reject(answer);
          else resolve(answer);
        },
      };
      const stop = watch(wait, "accept", this.#init(), (error) => {
        // A question that is open stays so: what comes is kept for the next caller.
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(error);
      });
      this.#waiting.push(waiting);
      this.#ask();
    });
  }

  /** For an acceptor that stays (serve): the connection or the error now, or `LATER` and `acceptor.take` later. */
  receive(acceptor: Acceptor): StreamConnection | SocketError | Later {
    const refused = this.#refusal(undefined);
    if (refused !== undefined) return refused;
    const stream = this.#unclaimed.shift();
    if (stream !== undefined) return this.#make(stream);
    this.#waiting.push(acceptor);
    this.#ask();
    return LATER;
  }

  #refusal(wait: Wait | undefined): SocketError | undefined {
    const fault = waitFault(wait, "accept");
    if (fault !== undefined) return fault;
    if (this.#closing !== null) return new SocketError("ECLOSED", "accept", this.#init());
    if (this.#failure !== null) return this.#failure;
    return wait?.signal?.aborted === true ? canceled(wait.signal, "accept", this.#init()) : undefined;
  }

  #ask(): void {
    const driver = this.#driver;
    if (driver === null || driver.eager || this.#asked || this.#waiting.length === 0) return;
    this.#asked = true;
    driver.accept();
  }

  /** The driver's event. */
  accepted(stream: DriverStream): void {
    this.#asked = false;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) waiting.take(this.#make(stream));
    else if (this.#closing === null && this.#unclaimed.length < this.#pending) this.#unclaimed.push(stream);
    else stream.destroy("reset");
    this.#ask();
  }

  /** The driver's event. */
  failed(failure: Failure): void {
    const init = { ...this.#init(), cause: failure.cause, detail: failure.detail };
    this.#failure = new SocketError(failure.code, "accept", init);
    this.#refuseWaiting(this.#failure);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const driver = this.#driver;
    if (driver === null) return;
    const closed = driver.close.bind(driver);
    // Before anything is awaited, so that whoever waits learns of it at once.
    const done = this.#path === null ? closed() : this.#path.release(closed);
    // Whatever is told below, its failure has somebody who waits for it.
    done.catch(nothing);
    this.#refuseWaiting(new SocketError("ECLOSED", "accept", this.#init()));
    for (const stream of this.#unclaimed.splice(0)) stream.destroy("reset");
    try {
      await done;
    } catch (error) {
      throw asSocketError(error, "close", driver.address);
    }
  }

  #refuseWaiting(error: SocketError): void {
    for (const waiting of this.#waiting.splice(0)) waiting.take(error);
  }

  ref(): this {
    this.#driver?.ref();
    return this;
  }

  unref(): this {
    this.#driver?.unref();
    return this;
  }

  /** Connections, until the listener is closed. Leaving the loop leaves it open. */
  async *[Symbol.asyncIterator](): AsyncIterator<StreamConnection, undefined> {
    while (this.#closing === null) {
      const connection = await this.accept().catch((error: unknown) => this.#endOfIteration(error));
      if (connection === null) return;
      yield connection;
    }
  }

  #endOfIteration(error: unknown): null {
    if (this.#closing !== null) return null;
    throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #init(): SocketErrorInit {
    return this.#driver === null ? {} : { address: this.#driver.address };
  }
}
