import {
  type Address,
  DONE,
  type Done,
  type DriverConnectOptions,
  type DriverStream,
  type Failure,
  LATER,
  type Later,
  type StreamEvents,
} from "@anysock/core";
import { addressOf } from "./address.ts";
import { failureOf } from "./failure.ts";

/** A `Deno.Conn`. Its `readable` and `writable` are never used, because they close both halves (denoland/deno#27510). */
export class DenoStream implements DriverStream {
  readonly local: Address;
  readonly remote: Address;
  readonly fills = true;
  events: StreamEvents = ignored;
  readonly #connection: Deno.Conn;
  readonly #tcp: Deno.TcpConn | undefined;
  /** Where the pull under way puts its bytes. */
  #into: Uint8Array = NOTHING;
  /** What is still to be written of the push under way. */
  #data: Uint8Array = NOTHING;

  constructor(connection: Deno.Conn, local: Address, remote: Address, tcp: Deno.TcpConn | undefined) {
    this.#connection = connection;
    this.#tcp = tcp;
    this.local = local;
    this.remote = remote;
  }

  static overTcp(connection: Deno.TcpConn, options: DriverConnectOptions): DenoStream {
    const stream = new DenoStream(
      connection,
      addressOf(connection.localAddr),
      addressOf(connection.remoteAddr),
      connection,
    );
    // Deno has no such options of `connect` and `listen`, and its default is off.
    if (options.noDelay) connection.setNoDelay(true);
    if (options.keepAlive !== false) connection.setKeepAlive(true);
    return stream;
  }

  pull(into: Uint8Array): Later {
    this.#into = into;
    this.#connection.read(into).then(this.#onRead, this.#onReadFailed);
    return LATER;
  }

  readonly #onRead = (count: number | null): void => {
    const into = this.#into;
    this.#into = NOTHING;
    this.events.pulled(count === null ? null : into.subarray(0, count));
  };

  readonly #onReadFailed = (error: unknown): void => {
    this.#into = NOTHING;
    this.events.pulled(failureOf(error));
  };

  push(data: Uint8Array): Later {
    this.#data = data;
    this.#connection.write(data).then(this.#onWritten, this.#onWriteFailed);
    return LATER;
  }

  /** Deno's `write` takes what fits, like write(2). */
  readonly #onWritten = (count: number): void => {
    const data = this.#data;
    if (count < data.length) {
      this.push(data.subarray(count));
      return;
    }
    this.#data = NOTHING;
    this.events.pushed(DONE);
  };

  readonly #onWriteFailed = (error: unknown): void => {
    this.#data = NOTHING;
    this.events.pushed(failureOf(error));
  };

  shutdown(): Done | Failure | Later {
    this.#connection.closeWrite().then(
      () => this.events.shut(DONE),
      (error: unknown) => this.events.shut(failureOf(error)),
    );
    return LATER;
  }

  destroy(how: "reset" | "release"): void {
    void how;
    this.events = ignored;
    this.#connection.close();
  }

  setNoDelay(on: boolean): void {
    this.#tcp?.setNoDelay(on);
  }

  setKeepAlive(on: boolean, _idle: number | undefined): void {
    this.#tcp?.setKeepAlive(on);
  }

  ref(): void {
    this.#connection.ref();
  }

  unref(): void {
    this.#connection.unref();
  }
}

const NOTHING: Uint8Array = new Uint8Array(0);

/** Nobody listens before core has taken the stream over, nor after it has destroyed it. */
const ignored: StreamEvents = { pulled(): void {}, pushed(): void {}, shut(): void {} };
