import { readFileSync } from "node:fs";
import {
  type Address,
  DONE,
  type Done,
  type DriverStream,
  Failure,
  LATER,
  type Later,
  NOBODY,
  type StreamEvents,
  systemKeepAlive,
} from "@anysock/core";
import { failureOf } from "./failure.ts";
import { kernel } from "./kernel.ts";
import type { NativeSocket, SocketUser } from "./native.ts";

const LARGE = 128 * 1024;

/** A connection of Bun's own, made half-open. */
export class BunStream implements DriverStream, SocketUser {
  readonly local: Address;
  readonly remote: Address;
  readonly fills = false;
  #events: StreamEvents = NOBODY;
  readonly #socket: NativeSocket;
  /** A pull is under way. */
  #wanted = false;
  /** Chunks that came while nobody wanted them: one at most, until a failure. */
  readonly #chunks: Uint8Array[] = [];
  #end: null | Failure | undefined;
  /** What ended writing. After the peer's FIN it is the writer's alone. */
  #failure: Failure | undefined;
  #paused = false;
  /** What Bun has not taken of the push under way: it keeps nothing itself (oven-sh/bun#9682, #16076; write/bulk). */
  #rest: Uint8Array | null = null;
  #taken = 0;
  #finSent = false;
  /** An idle time has been set that is not the system's. */
  #hasIdle = false;
  #closed = false;
  /** It has closed in good order, so that only writing fails. */
  #peerIsGone = false;

  /** Until core takes it over, it does not keep the process alive, as Bun's sockets do even when paused. */
  constructor(socket: NativeSocket, local: Address, remote: Address) {
    this.#socket = socket;
    this.local = local;
    this.remote = remote;
    socket.unref();
    pauseLater(this);
  }

  /** Nothing is read until somebody asks. */
  pauseUnlessWanted(): void {
    if (this.#wanted || this.#end !== undefined) return;
    this.#paused = true;
    this.#socket.pause();
  }

  get events(): StreamEvents {
    return this.#events;
  }

  set events(events: StreamEvents) {
    this.#events = events;
    this.#socket.ref();
  }

  pull(): Uint8Array | null | Failure | Later {
    if (this.#chunks.length > 0) return this.#chunks.shift() as Uint8Array;
    if (this.#end !== undefined) return this.#end;
    this.#wanted = true;
    if (this.#paused) {
      this.#paused = false;
      this.#socket.resume();
    }
    return LATER;
  }

  /**
   * Pausing waits for the first chunk that nobody wants, because pausing and resuming for each costs three system
   * calls; but not behind a large one: Bun hands over up to 512 KiB, and two of them are all that a connection may hold
   * (200 clients that send and do not read: 640 KiB each, not 930; back-pressure/memory).
   */
  received(chunk: Uint8Array): void {
    if (this.#wanted) {
      this.#wanted = false;
      this.#events.pulled(chunk);
      if (chunk.length < LARGE || this.#wanted || this.#end !== undefined) return;
    } else {
      this.#chunks.push(chunk);
    }
    this.#paused = true;
    this.#socket.pause();
  }

  ended(): void {
    this.#finish(null);
  }

  #finish(end: null | Failure): void {
    // The end that came first stays, be it `null`: Bun's `close` may follow the peer's FIN before anybody has read it.
    if (this.#end === undefined) this.#end = end;
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#events.pulled(this.#chunks.shift() ?? this.#end);
  }

  closed(error: Error | undefined): void {
    this.#closed = true;
    if (error !== undefined) this.#fail(failureOf(error));
    // After our own FIN, Bun tells the peer's by `close` alone, never by `end` (half-close/read-after-own-fin).
    else if (this.#finSent) this.#finish(null);
    // A Unix peer that has closed: Bun closes as well, at once, since there is nobody to write to.
    else {
      this.#peerIsGone = this.#end === null;
      this.#fail(new Failure(this.#peerIsGone ? "EPIPE" : "ECONNABORTED"));
    }
  }

  #fail(failure: Failure): void {
    this.#failure ??= failure;
    this.#finish(failure);
    if (this.#rest === null) return;
    this.#rest = null;
    this.#events.pushed(failure);
  }

  push(data: Uint8Array): Done | Failure | Later {
    if (this.#failure !== undefined) return this.#failure;
    const taken = this.#socket.write(data);
    if (taken === data.length) return DONE;
    if (taken < 0) return this.#broken();
    this.#rest = data;
    this.#taken = taken;
    return LATER;
  }

  /**
   * Bun says only -1 and then, for a reset, what looks like a clean end (oven-sh/bun#36422; reset/met-by-write). The
   * kernel's own rule: EPIPE where the peer's FIN had come before its reset (tcp(7)), else ECONNRESET; a Unix socket
   * knows EPIPE only.
   */
  #broken(): Failure {
    return new Failure(this.#end === null || this.remote.family === "unix" ? "EPIPE" : "ECONNRESET");
  }

  /** Bun calls it also when nothing was written: after every pause and resume, and after the peer's FIN. */
  writable(): void {
    const rest = this.#rest;
    if (rest === null) return;
    // Its memory has gone meanwhile, which core sees.
    if (rest.length < this.#taken) {
      this.#rest = null;
      this.#events.pushed(DONE);
      return;
    }
    // All three arguments: with two, Bun throws for every offset above 0 (oven-sh/bun#42997).
    const taken = this.#socket.write(rest, this.#taken, rest.length - this.#taken);
    if (taken >= 0) {
      this.#taken += taken;
      if (this.#taken < rest.length) return;
    }
    this.#rest = null;
    this.#events.pushed(taken < 0 ? this.#broken() : DONE);
  }

  /** Bun's `end()` is close(2) (oven-sh/bun#35932, #35947); `shutdown()` sends FIN (half-close/while-reading). */
  shutdown(): Done | Failure | Later {
    // A Unix peer that has closed hears no FIN, and misses none (close/read-and-closed).
    if (this.#peerIsGone) return DONE;
    if (this.#failure !== undefined) return this.#failure;
    if (this.#isReset()) return this.#broken();
    this.#finSent = true;
    this.#socket.shutdown();
    return DONE;
  }

  /**
   * A reset may be only an event to come, and `shutdown()` keeps what shutdown(2) says of it (ENOTCONN) to itself
   * (close/reset-behind-fin).
   */
  #isReset(): boolean {
    return !this.#closed && this.remote.family !== "unix" && !kernel().hasPeer(this.#socket.fd);
  }

  destroy(how: "reset" | "release"): void {
    this.#events = NOBODY;
    this.#wanted = false;
    this.#rest = null;
    this.#end ??= null;
    // What has come and nobody has read lies here, where close(2), which resets for it (RFC 9293, 3.6.1), cannot see it.
    const resets = how === "reset" || this.#chunks.length > 0;
    this.#chunks.length = 0;
    if (this.#closed) return;
    // On a Unix socket, which knows no reset, `terminate()` is a close.
    if (resets) this.#socket.terminate();
    else this.#socket.end();
  }

  /** Bun ignores it, and says that it did not, once our FIN is sent, and where the connection has failed. */
  setNoDelay(on: boolean): void {
    if (this.#failure !== undefined) throw this.#failure;
    // Both sides have closed in good order: there is nothing left to act on.
    if (this.#closed) return;
    if (this.#finSent) kernel().setNoDelay(this.#socket.fd, on);
    else this.#socket.setNoDelay(on);
  }

  /** Bun's own is ignored like that, too; with an idle time it probes every second, and without one it keeps an earlier one. */
  setKeepAlive(on: boolean, idle: number | undefined): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#closed) return;
    const restored = this.#hasIdle ? systemKeepAlive((path) => readFileSync(path, "utf8")).idle : undefined;
    this.#hasIdle ||= idle !== undefined;
    kernel().setKeepAlive(this.#socket.fd, on, idle ?? restored);
  }

  setTrafficClass(value: number): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#closed) kernel().setTrafficClass(this.#socket.fd, this.local.family, value);
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }
}

let fresh: BunStream[] = [];

/**
 * A new connection is not paused before the turn of the event loop is over in which it came, and cannot be read before
 * the next one: whoever has asked by then, as a server's handler does, is spared four system calls.
 */
function pauseLater(stream: BunStream): void {
  fresh.push(stream);
  if (fresh.length === 1) setImmediate(pauseFresh);
}

function pauseFresh(): void {
  const streams = fresh;
  fresh = [];
  for (const stream of streams) stream.pauseUnlessWanted();
}
