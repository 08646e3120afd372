import {
  type Address,
  DONE,
  type DriverAddress,
  type DriverConnectOptions,
  type DriverStream,
  Failure,
  ipAddress,
  keepAliveOptions,
  LATER,
  type Later,
  NOBODY,
  type SocketOption,
  type StreamEvents,
  systemKeepAlive,
  trafficClassOptions,
} from "@anysock/core";
import type { AdoptedConnection } from "./adopt.ts";
import { failureOf } from "./failure.ts";
import { kernel } from "./kernel.ts";
import { canCall, descriptorOf, forget, type Remembered, remember, reset, resetWhereUnread } from "./reset.ts";

/**
 * A `Deno.Conn`. Its `readable` and `writable` are never used: each of them closes both halves at its end (denoland/deno#27510;
 * half-close/write-after-peer-fin). Its writes, where not awaited, interleave, and its `closeWrite` overtakes them: core does
 * one after the other (write/concurrent, half-close/after-pending-write).
 */
export class DenoStream implements DriverStream {
  readonly local: Address;
  readonly remote: Address;
  readonly fills = true;
  events: StreamEvents = NOBODY;
  readonly #connection: Deno.Conn;
  readonly #tcp: Deno.TcpConn | undefined;
  readonly #remembered: Remembered | undefined;
  /** Where the pull under way puts its bytes. */
  #into: Uint8Array = NOTHING;
  /** What is still to be written of the push under way. */
  #data: Uint8Array = NOTHING;
  /** A push or a shutdown is under way. */
  #sending = false;
  /** The peer's FIN has been read. */
  #heardAll = false;
  /** Our FIN has been sent, or the connection has failed. */
  #ended = false;
  /** An idle time has been set that is not the system's. */
  #hasIdle = false;
  /** Options that were set meanwhile. */
  #unset: (() => void)[] = [];

  constructor(
    connection: Deno.Conn,
    local: Address,
    remote: Address,
    tcp: Deno.TcpConn | undefined,
    descriptor?: number,
  ) {
    this.#connection = connection;
    this.#tcp = tcp;
    this.local = local;
    this.remote = remote;
    this.#remembered = resets && tcp !== undefined ? remember(tcp, descriptor) : undefined;
  }

  /** Deno leaves out the zone of link-local addresses: it is that of the address `asked` for. */
  static overTcp(connection: Deno.TcpConn, asked: DriverAddress, options: DriverConnectOptions): DenoStream {
    const { localAddr, remoteAddr } = connection;
    const local = ipAddress(localAddr.hostname, localAddr.port, asked);
    const remote = ipAddress(remoteAddr.hostname, remoteAddr.port, asked);
    const stream = new DenoStream(connection, local, remote, connection);
    try {
      // Deno has no such options of `connect` and `listen`, and its default is off.
      if (options.noDelay) connection.setNoDelay(true);
      if (options.keepAlive === true) connection.setKeepAlive(true);
      if (typeof options.keepAlive === "number") stream.setKeepAlive(true, options.keepAlive);
      if (options.trafficClass !== undefined) stream.setTrafficClass(options.trafficClass);
    } catch (error) {
      stream.destroy("reset");
      throw error;
    }
    return stream;
  }

  /** From a listener that has been made by system calls, its connections have their options. */
  static fromListener(connection: Deno.TcpConn, at: DriverAddress, { keepAlive }: DriverConnectOptions): DenoStream {
    const { localAddr, remoteAddr } = connection;
    const local = ipAddress(localAddr.hostname, localAddr.port, at);
    const stream = new DenoStream(connection, local, ipAddress(remoteAddr.hostname, remoteAddr.port, at), connection);
    stream.#hasIdle = typeof keepAlive === "number";
    return stream;
  }

  static overAdopted(
    { connection, descriptor, local, remote }: AdoptedConnection,
    to: DriverAddress,
    { keepAlive }: DriverConnectOptions,
  ): DenoStream {
    // Reset since it was connected.
    if (
      local?.family === undefined ||
      local.family === "unix" ||
      remote?.family === undefined ||
      remote.family === "unix"
    ) {
      connection.close();
      throw new Failure("ECONNRESET");
    }
    const here = ipAddress(local.host, local.port, to);
    const stream = new DenoStream(connection, here, ipAddress(remote.host, remote.port, to), connection, descriptor);
    stream.#hasIdle = typeof keepAlive === "number";
    return stream;
  }

  pull(into: Uint8Array): Later {
    this.#into = into;
    this.#connection.read(into).then(this.#onRead, this.#onReadFailed);
    return LATER;
  }

  /** Also `null` where a write met a reset first; core knows of that failure and reports it (reset/met-by-write). */
  readonly #onRead = (count: number | null): void => {
    const into = this.#into;
    this.#into = NOTHING;
    if (count === null) this.#heardAll = true;
    // Of memory that has gone meanwhile no part can be told; core sees it.
    this.events.pulled(count === null ? null : into.length < count ? into : into.subarray(0, count));
  };

  readonly #onReadFailed = (error: unknown): void => {
    this.#ended = true;
    this.#into = NOTHING;
    this.events.pulled(failureOf(error));
  };

  push(data: Uint8Array): Later {
    this.#sending = true;
    this.#data = data;
    this.#connection.write(data).then(this.#onWritten, this.#onWriteFailed);
    return LATER;
  }

  /** Deno's `write` takes what fits, like write(2) (write/bulk). */
  readonly #onWritten = (count: number): void => {
    const data = this.#data;
    if (count < data.length) {
      this.push(data.subarray(count));
      return;
    }
    this.#sent();
    this.events.pushed(DONE);
  };

  readonly #onWriteFailed = (error: unknown): void => {
    this.#ended = true;
    this.#sent();
    this.events.pushed(failureOf(error));
  };

  shutdown(): Later {
    this.#sending = true;
    this.#shutDown().then(this.#onShut, this.#onShutFailed);
    return LATER;
  }

  /**
   * What shutdown(2) says of a reset (ENOTCONN) Deno keeps to itself, and behind the peer's FIN reading says nothing of it: an
   * empty write meets it on TCP (close/reset-behind-fin), one more read behind the end on a Unix socket.
   */
  async #shutDown(): Promise<void> {
    if (this.#tcp !== undefined) await this.#connection.write(NOTHING);
    else if (this.#heardAll) await this.#connection.read(new Uint8Array(1));
    await this.#connection.closeWrite();
  }

  readonly #onShut = (): void => {
    this.#ended = true;
    this.#sent();
    this.events.shut(DONE);
  };

  readonly #onShutFailed = (error: unknown): void => {
    this.#ended = true;
    this.#sent();
    this.events.shut(failureOf(error));
  };

  #sent(): void {
    this.#sending = false;
    this.#data = NOTHING;
    if (this.#unset.length > 0) for (const set of this.#unset.splice(0)) attempt(set);
  }

  /** What was pending rejects with Interrupted or BadResource, which nobody hears. */
  destroy(how: "reset" | "release"): void {
    this.events = NOBODY;
    this.#unset = [];
    if (this.#remembered !== undefined) {
      if (how === "reset") reset(this.#remembered);
      else if (!this.#ended) resetWhereUnread(this.#remembered);
      forget(this.#remembered);
    }
    this.#connection.close();
  }

  setNoDelay(on: boolean): void {
    this.#set((tcp) => tcp.setNoDelay(on));
  }

  /** Deno knows no idle time, and an earlier one stays where it is set again without one. */
  setKeepAlive(on: boolean, idle: number | undefined): void {
    if (idle === undefined && !this.#hasIdle) {
      this.#set((tcp) => tcp.setKeepAlive(on));
      return;
    }
    this.#hasIdle = true;
    this.#setByCall(keepAliveOptions(on, idle ?? systemKeepAlive((path) => kernel().text(path)).idle));
  }

  setTrafficClass(value: number): void {
    this.#setByCall(trafficClassOptions(this.local.family, value));
  }

  /** A write that is pending does not mind. */
  #setByCall(options: readonly SocketOption[]): void {
    const descriptor = this.#remembered === undefined ? undefined : descriptorOf(this.#remembered);
    if (descriptor !== undefined) kernel().setOptions(descriptor, options);
  }

  /** While a write is pending Deno sets nothing ("Unable to get resources"): it waits for that write. */
  #set(set: (tcp: Deno.TcpConn) => void): void {
    const tcp = this.#tcp;
    if (tcp === undefined) return;
    if (this.#sending) this.#unset.push(() => set(tcp));
    else setNow(() => set(tcp));
  }

  ref(): void {
    this.#connection.ref();
  }

  unref(): void {
    this.#connection.unref();
  }
}

const resets: boolean = canCall();

function setNow(set: () => void): void {
  try {
    set();
  } catch (error) {
    throw failureOf(error);
  }
}

/** Whoever set the option has had an answer by now, and what still can fail is a connection that is over: its next operation says so. */
function attempt(set: () => void): void {
  try {
    set();
  } catch {}
}

const NOTHING: Uint8Array = new Uint8Array(0);
