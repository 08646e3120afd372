import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import {
  type Address,
  DONE,
  type Done,
  type DriverStream,
  Failure,
  isMappedIpv4,
  LATER,
  type Later,
  NOBODY,
  type StreamEvents,
  systemKeepAlive,
} from "@anysock/core";
import { failureOf, mappedFailure } from "./failure.ts";

/** A connection of `node:net`, made half-open and paused. */
export class NodeStream implements DriverStream {
  readonly local: Address;
  readonly remote: Address;
  readonly fills = false;
  events: StreamEvents = NOBODY;
  readonly #socket: Socket;
  /** A pull is under way. */
  #wanted = false;
  /** Chunks that came while nobody wanted them: one at most, until a failure. */
  readonly #chunks: Uint8Array[] = [];
  #end: null | Failure | undefined;
  #pushing = false;
  #shutting = false;
  /** An idle time has been set that is not the system's. */
  #hasIdle = false;
  /** Callbacks of writes that Node still owes. */
  #owed = 0;

  constructor(socket: Socket, local: Address, remote: Address) {
    this.#socket = socket;
    this.local = local;
    this.remote = remote;
    // Without an encoding, chunks are bytes.
    socket.on("data", (chunk: Uint8Array) => this.#onData(chunk));
    socket.on("end", () => this.#onEnd(null));
    socket.on("error", (error) => this.#onError(error));
    socket.on("close", () => this.#onClose());
  }

  pull(): Uint8Array | null | Failure | Later {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) return chunk;
    if (this.#end !== undefined) return this.#end;
    this.#wanted = true;
    if (this.#socket.isPaused()) this.#socket.resume();
    return LATER;
  }

  /** Pausing waits for the first chunk that nobody wants, because pausing and resuming for each costs two ticks. */
  #onData(chunk: Uint8Array): void {
    if (this.#wanted) {
      this.#wanted = false;
      this.events.pulled(chunk);
      return;
    }
    this.#chunks.push(chunk);
    this.#socket.pause();
  }

  #onEnd(end: null | Failure): void {
    // Not `??=`: a clean end is null, and a failure after it must not replace it.
    if (this.#end === undefined) this.#end = end;
    if (!this.#wanted) return;
    this.#wanted = false;
    this.events.pulled(this.#chunks.shift() ?? this.#end);
  }

  #onError(error: Error): void {
    // Bytes that came before a reset lie in the stream's buffer, which Node drops together with the socket.
    for (let chunk = this.#socket.read(); chunk !== null; chunk = this.#socket.read()) this.#chunks.push(chunk);
    this.#fail(failureOf(error));
  }

  #fail(failure: Failure): void {
    if (this.#end === null) this.#afterEnd = failure;
    this.#onEnd(failure);
    if (this.#pushing) {
      this.#pushing = false;
      this.events.pushed(failure);
    }
    if (this.#shutting) {
      this.#shutting = false;
      this.events.shut(failure);
    }
  }

  /** A failure that came after the peer's FIN: it is the writer's alone. */
  #afterEnd: Failure | undefined;

  #onClose(): void {
    if (this.#end === undefined || this.#pushing || this.#shutting) this.#fail(new Failure("ECONNABORTED"));
  }

  push(data: Uint8Array): Done | Failure | Later {
    const failure = this.#failure;
    if (failure !== undefined) return failure;
    this.#owed++;
    this.#socket.write(data, this.#onWritten);
    // Nothing is left in user space, so Node no longer holds on to `data`; its callback comes a tick later.
    if (this.#socket.writableLength === 0 && this.#socket.errored === null) return DONE;
    this.#pushing = true;
    return LATER;
  }

  get #failure(): Failure | undefined {
    return this.#end instanceof Failure ? this.#end : this.#afterEnd;
  }

  /** An error is left to the `error` event: the callback's own may be ECANCELED, where a reset was the reason. */
  readonly #onWritten = (error?: Error | null): void => {
    this.#owed--;
    if (!this.#pushing || this.#owed > 0 || error) return;
    this.#pushing = false;
    this.events.pushed(DONE);
  };

  shutdown(): Done | Failure | Later {
    const failure = this.#failure;
    if (failure !== undefined) return failure;
    this.#shutting = true;
    if (this.#meetsReset()) return LATER;
    this.#socket.end(() => {
      if (!this.#shutting || this.#socket.errored !== null) return;
      this.#shutting = false;
      this.events.shut(DONE);
    });
    return LATER;
  }

  /**
   * What shutdown(2) says of a reset (ENOTCONN) Node keeps to itself, and behind the peer's FIN reading says nothing of it: an
   * empty write meets it (close/reset-behind-fin). The `error` event follows.
   */
  #meetsReset(): boolean {
    if (this.remote.family === "unix") return false;
    this.#socket.write(NOTHING);
    return this.#socket.errored !== null;
  }

  destroy(how: "reset" | "release"): void {
    const isShuttingDown = this.#shutting && this.#socket.writableLength === 0;
    this.events = NOBODY;
    this.#wanted = this.#pushing = this.#shutting = false;
    this.#end ??= null;
    // What has come and nobody has read lies here, where close(2), which resets for it (RFC 9293, 3.6.1), cannot see it.
    const resets = how === "reset" || this.#chunks.length > 0 || this.#socket.readableLength > 0;
    // resetAndDestroy() throws on Unix sockets, which know no reset.
    if (!resets || this.remote.family === "unix") this.#socket.destroy();
    // While libuv sends the FIN it refuses a reset (uv_tcp_close_reset: EINVAL), and Node then leaks the descriptor.
    else if (isShuttingDown) this.#socket.once("finish", () => this.#socket.resetAndDestroy());
    else this.#socket.resetAndDestroy();
  }

  /** Node ignores both, and says nothing, on a socket that has failed. */
  setNoDelay(on: boolean): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#socket.setNoDelay(on);
  }

  setKeepAlive(on: boolean, idle: number | undefined): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (idle === undefined && !this.#hasIdle) {
      this.#socket.setKeepAlive(on);
      return;
    }
    // An idle time stays when keep-alive is switched off and on; and with one, Node probes every second unless told otherwise.
    this.#hasIdle = true;
    const system = systemKeepAlive((path) => readFileSync(path, "utf8"));
    this.#socket.setKeepAlive(on, idle ?? system.idle, system.interval, system.probes);
  }

  setTrafficClass(value: number): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (isMappedIpv4(this.remote)) throw mappedFailure();
    try {
      this.#socket.setTypeOfService(value);
    } catch (error) {
      throw failureOf(error);
    }
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }
}

const NOTHING: Uint8Array = new Uint8Array(0);
