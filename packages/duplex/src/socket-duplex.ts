import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";
import { type Connection, type Endpoint, isFinal, SocketError } from "@anysock/core";
import { familyOf, ipOf } from "./addresses.ts";
import { destinationOf } from "./destination.ts";
import { IdleTimer } from "./idle-timer.ts";
import type { Connect, DuplexOptions } from "./options.ts";
import { settle } from "./settle.ts";

type Settings = { noDelay?: boolean; keepAlive?: boolean | number };
type Done = (error?: Error | null) => void;

const HIGH_WATER_MARK = 64 * 1024;
/** The longest idle time of keep-alive, in seconds: MAX_TCP_KEEPIDLE of Linux (include/net/tcp.h). */
const MAX_KEEP_ALIVE = 32_767;

/** A connection with the face of `net.Socket`: as much of it as drivers use. Made by `toDuplex`. */
export class SocketDuplex extends Duplex {
  /** The connection is being made. */
  connecting = false;
  /** Bytes received so far. */
  bytesRead = 0;
  /** The idle time after which `'timeout'` comes, in milliseconds. */
  timeout: number | undefined;
  readonly #connect: Connect | null;
  readonly #idle: IdleTimer = new IdleTimer(() => this.emit("timeout"));
  #connection: Connection | null = null;
  #attempt: AbortController | null = null;
  /** What waits for the connection; told `null` where there will be none. */
  #waiting: ((connection: Connection | null) => void)[] = [];
  #settings: Settings = {};
  #holdsProcess = true;
  #bytesSent = 0;

  constructor(from: Connection | Connect, { allowHalfOpen = false, highWaterMark = HIGH_WATER_MARK }: DuplexOptions) {
    super({ allowHalfOpen, highWaterMark });
    this.#connect = typeof from === "function" ? from : null;
    if (typeof from === "function") return;
    this.#connection = from;
    this.#watchForEnd();
  }

  /**
   * Connects, as `net.Socket` does: `connect(port, host)`, `connect(path)`, `connect({ port, host })`. `'connect'` and `'ready'`
   * tell of it.
   * @throws SocketError `EINVAL`
   */
  connect(port: number | string, host?: string, listener?: () => void): this;
  connect(path: string, listener?: () => void): this;
  connect(to: Endpoint, listener?: () => void): this;
  connect(...to: readonly unknown[]): this {
    const connect = this.#connect;
    const refuse = (detail: string): SocketError => new SocketError("EINVAL", "connect", { detail });
    if (connect === null || this.#connection !== null || this.connecting) {
      throw refuse("it is connected already; make it of a function that connects: toDuplex(connect)");
    }
    if (this.destroyed) throw refuse("it was destroyed; make a new one: toDuplex(connect)");
    const { to: endpoint, listener } = destinationOf(to);
    if (listener !== undefined) this.once("connect", listener);
    this.connecting = true;
    const attempt = new AbortController();
    this.#attempt = attempt;
    const connecting = (async () => connect(endpoint, { signal: attempt.signal }))();
    settle(
      connecting,
      (connection) => this.#connected(connection),
      (error) => this.destroy(error),
    );
    return this;
  }

  #connected(connection: Connection): void {
    if (this.destroyed) {
      connection.abort();
      return;
    }
    this.connecting = false;
    this.#attempt = null;
    this.#connection = connection;
    if (!this.#holdsProcess) connection.unref();
    this.#set(this.#settings);
    // Where a setting failed, that is told by 'error' alone.
    if (this.destroyed) return;
    for (const act of this.#waiting.splice(0)) act(connection);
    this.#idle.touch();
    this.#watchForEnd();
    this.emit("connect");
    this.emit("ready");
  }

  /** As `net.Socket`: reads ahead up to the high water mark, so that the peer's end is noticed while nobody reads. */
  #watchForEnd(): void {
    queueMicrotask(() => {
      if (!this.destroyed && !this.isPaused()) this.read(0);
    });
  }

  #use(act: (connection: Connection | null) => void): void {
    if (this.#connection === null) this.#waiting.push(act);
    else act(this.#connection);
  }

  override _read(): void {
    this.#use((connection) => {
      if (connection === null) return;
      settle(
        connection.readChunk(),
        (chunk) => this.#received(chunk),
        (error) => this.destroy(error),
      );
    });
  }

  #received(chunk: Uint8Array | null): void {
    if (this.destroyed) return;
    this.#idle.touch();
    if (chunk === null) {
      this.push(null);
      // Where nothing is left to be read, that is the end, and nobody needs to ask for it.
      this.read(0);
      return;
    }
    this.bytesRead += chunk.length;
    this.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  }

  override _write(chunk: Uint8Array, _encoding: string, done: Done): void {
    this.#send([chunk], done);
  }

  override _writev(writes: readonly { readonly chunk: Uint8Array }[], done: Done): void {
    this.#send(
      writes.map(({ chunk }) => chunk),
      done,
    );
  }

  #send(pieces: readonly Uint8Array[], done: Done): void {
    const sent = (): void => {
      for (const { length } of pieces) this.#bytesSent += length;
      this.#idle.touch();
      done();
    };
    this.#use((connection) => {
      if (connection === null) done(new SocketError("ECLOSED", "write"));
      else settle(connection.write(pieces), sent, done);
    });
  }

  override _final(done: Done): void {
    if (this.#connection === null && !this.connecting) {
      // There is nothing to end, and no peer's end to wait for.
      done();
      this.destroy();
      return;
    }
    this.#use((connection) => {
      if (connection === null) done(new SocketError("ECLOSED", "closeWrite"));
      else settle(connection.closeWrite(), () => done(), done);
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#idle.stop();
    this.connecting = false;
    this.#attempt?.abort(error);
    for (const act of this.#waiting.splice(0)) act(null);
    const connection = this.#connection;
    if (connection === null) done(error);
    else if (error !== null) {
      connection.abort(error);
      done(error);
    } else {
      const closed = (): void => done(null);
      settle(connection.close({ timeout: 0 }), closed, closed);
    }
  }

  /** Ends our side, and destroys when all is written. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy());
  }

  /** Destroys; the peer sees a reset where `supports` has `"tcp:reset"`. */
  resetAndDestroy(): this {
    this.#connection?.abort();
    return this.destroy();
  }

  /** As of `net.Socket`, any value that counts as true is `true`. No effect on a Unix socket, which delays nothing. */
  setNoDelay(noDelay: unknown = true): this {
    return this.#set({ noDelay: Boolean(noDelay) });
  }

  /**
   * `initialDelay` is the idle time in milliseconds, cut to whole seconds and to the system's 32,767 s; 0 is the system's, and so is any where the runtime
   * cannot set it (`supports` lacks `"option:keepAliveIdle"`): drivers ask for one by default, and would not run there. To be
   * sure of one, connect with `keepAlive` of anysock, which is `ENOTSUP` there. No effect on a Unix socket.
   */
  setKeepAlive(enable: unknown = false, initialDelay = 0): this {
    const seconds = Math.min(Math.floor(initialDelay / 1000), MAX_KEEP_ALIVE);
    return this.#set({ keepAlive: enable && seconds > 0 ? seconds * 1000 : Boolean(enable) });
  }

  #set(settings: Settings): this {
    const connection = this.#connection;
    if (connection === null) {
      this.#settings = { ...this.#settings, ...settings };
      return this;
    }
    if (connection.remote.family === "unix" || this.destroyed) return this;
    try {
      connection.set(settings);
    } catch (error) {
      const code = error instanceof SocketError ? error.code : undefined;
      if (code === "ENOTSUP" && typeof settings.keepAlive === "number") {
        this.#set({ ...settings, keepAlive: true });
      } else if (!(error instanceof SocketError && isFinal(error))) {
        // A connection that is over tells so by its reads and writes.
        this.destroy(error as Error);
      }
    }
    return this;
  }

  /**
   * `'timeout'` comes after so many milliseconds without a read or a write, and nothing else happens; 0 is never.
   * @throws SocketError `EINVAL`
   */
  setTimeout(milliseconds: number, listener?: () => void): this {
    this.#idle.set(milliseconds);
    this.timeout = milliseconds;
    if (listener !== undefined && milliseconds > 0) this.once("timeout", listener);
    else if (listener !== undefined) this.off("timeout", listener);
    return this;
  }

  ref(): this {
    this.#holdsProcess = true;
    this.#connection?.ref();
    return this;
  }

  unref(): this {
    this.#holdsProcess = false;
    this.#connection?.unref();
    return this;
  }

  /** Not connected yet, or not at all. */
  get pending(): boolean {
    return this.#connection === null;
  }

  /** Bytes written so far, those that wait included. */
  get bytesWritten(): number {
    return this.#bytesSent + this.writableLength;
  }

  get readyState(): "opening" | "open" | "readOnly" | "writeOnly" | "closed" {
    if (this.connecting) return "opening";
    if (this.pending) return "closed";
    if (this.readable) return this.writable ? "open" : "readOnly";
    return this.writable ? "writeOnly" : "closed";
  }

  get remoteAddress(): string | undefined {
    return ipOf(this.#connection?.remote)?.host;
  }

  get remotePort(): number | undefined {
    return ipOf(this.#connection?.remote)?.port;
  }

  get remoteFamily(): "IPv4" | "IPv6" | undefined {
    return familyOf(this.#connection?.remote);
  }

  get localAddress(): string | undefined {
    return ipOf(this.#connection?.local)?.host;
  }

  get localPort(): number | undefined {
    return ipOf(this.#connection?.local)?.port;
  }

  get localFamily(): "IPv4" | "IPv6" | undefined {
    return familyOf(this.#connection?.local);
  }

  /** The local address; nothing where there is none with a port. */
  address(): { address?: string; family?: "IPv4" | "IPv6"; port?: number } {
    const local = ipOf(this.#connection?.local);
    const family = familyOf(local);
    return local === undefined || family === undefined ? {} : { address: local.host, family, port: local.port };
  }
}
