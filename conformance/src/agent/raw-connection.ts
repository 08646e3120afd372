import { Buffer } from "node:buffer";
import net from "node:net";
import { type AgentConnection, AgentFailure, type AgentWait, codeOf } from "./sockets.ts";

/** The most that one read takes from the kernel. */
const CHUNK = 64 * 1024;
/** How long `close` waits for the peer's FIN after its own unless it is told, in ms. */
const LINGER_MS = 1_000;

interface Reader {
  readonly into: Uint8Array;
  resolve(count: number | null): void;
  reject(error: Error): void;
}

/**
 * One end of a connection over `node:net`, and nothing else: the peer that cases trust.
 *
 * Nothing is read from the kernel while no `read` waits: `onread` takes one chunk into memory of its own and stops.
 * The fields are public because the suite's wrong agents are made by overriding one of these methods.
 */
export class RawConnection implements AgentConnection {
  local: string;
  remote: string;
  readonly closed: Promise<string | null>;
  readonly socket: net.Socket;
  readonly memory: Uint8Array = Buffer.allocUnsafeSlow(CHUNK);
  /** The unread part of `memory`. */
  unread: Uint8Array = this.memory.subarray(0, 0);
  reader: Reader | null = null;
  /** The peer's FIN came, and everything before it was taken from the kernel. */
  ended = false;
  finSent = false;
  /** From the first `closeWrite` on: what is written then comes too late, though the FIN has not left yet. */
  fin: Promise<void> | null = null;
  /** Why the connection is over, where it is not by good order. */
  failure: string | null = null;
  /** This program closed it. */
  released = false;

  constructor(options: net.SocketConstructorOpts, addresses?: { local: string; remote: string }) {
    this.local = addresses?.local ?? "";
    this.remote = addresses?.remote ?? "";
    const onread: net.OnReadOpts = {
      buffer: this.memory,
      callback: (count) => {
        this.arrived(count);
        return false;
      },
    };
    this.socket = new net.Socket({ ...options, allowHalfOpen: true, onread });
    // A socket that has a handle begins to read in its constructor.
    this.socket.pause();
    this.closed = new Promise((resolve) => {
      this.socket.once("close", () => {
        this.settleReader(() => this.ending());
        resolve(this.failure ?? (this.ended && this.finSent ? null : "ECLOSED"));
      });
    });
    this.socket.once("end", () => {
      this.ended = true;
      this.settleReader(() => null);
    });
    this.socket.on("error", (error) => this.failed(error));
  }

  /** `onread` has put `count` bytes into `memory`. */
  arrived(count: number): void {
    this.socket.pause();
    this.unread = this.memory.subarray(0, count);
    this.settleReader((into) => this.takeUnread(into));
  }

  failed(error: Error): void {
    this.failure ??= codeOf(error);
    this.settleReader(() => this.ending());
  }

  settleReader(result: (into: Uint8Array) => number | null): void {
    const { reader } = this;
    if (reader === null) return;
    this.reader = null;
    try {
      reader.resolve(result(reader.into));
    } catch (error) {
      reader.reject(error as Error);
    }
  }

  takeUnread(into: Uint8Array): number {
    const count = Math.min(into.length, this.unread.length);
    into.set(this.unread.subarray(0, count));
    this.unread = this.unread.subarray(count);
    return count;
  }

  /** What a read finds when no byte can come any more. */
  ending(): null {
    if (this.ended) return null;
    throw this.over();
  }

  over(): AgentFailure {
    const code = this.failure ?? "ECLOSED";
    return new AgentFailure(
      code,
      code === "ECLOSED" ? "closed by this program" : `the connection to ${this.remote} broke: ${code}`,
    );
  }

  async read(into: Uint8Array, wait: AgentWait): Promise<number | null> {
    if (this.released) throw this.over();
    if (this.reader !== null) throw new AgentFailure("EBUSY", "another read is under way");
    if (this.unread.length > 0) return this.takeUnread(into);
    if (this.ended || this.failure !== null || this.socket.destroyed) return this.ending();
    return await cancellable<number | null>(wait, "read", (resolve, reject) => {
      const reader: Reader = { into, resolve, reject };
      this.reader = reader;
      this.socket.resume();
      return () => {
        if (this.reader !== reader) return;
        this.reader = null;
        this.socket.pause();
      };
    });
  }

  async write(data: Uint8Array, wait: AgentWait): Promise<void> {
    if (this.released || this.failure !== null) throw this.over();
    if (this.fin !== null || this.finSent) throw new AgentFailure("EPIPE", "this side has sent its FIN");
    await cancellable<void>(wait, "write", (resolve, reject) => {
      this.socket.write(data, (error) => {
        if (error === null || error === undefined) resolve();
        else void this.reasonFor(error).then(reject);
      });
      // How much of it has left is not known: the stream is broken.
      return () => this.abort();
    });
  }

  async writePieces(pieces: readonly Uint8Array[], wait: AgentWait): Promise<void> {
    this.socket.cork();
    const writing = Promise.all(pieces.map((piece) => this.write(piece, wait)));
    this.socket.uncork();
    await writing;
  }

  /** A write that was under way when the connection broke reports why it broke. */
  async reasonFor(error: Error): Promise<AgentFailure> {
    this.finSent ||= codeOf(error) === "ERR_STREAM_WRITE_AFTER_END";
    await this.closed;
    if (this.failure === null && !this.released) this.failure = codeOf(error);
    return this.over();
  }

  async closeWrite(): Promise<void> {
    if (this.released || this.failure !== null) throw this.over();
    this.fin ??= this.sendFin();
    await this.fin;
    if (this.released || this.failure !== null) throw this.over();
  }

  async sendFin(): Promise<void> {
    await this.meetReset();
    this.finSent = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.socket.end(() => resolve());
    await Promise.race([promise, this.closed]);
  }

  /** Node's `end` keeps a reset to itself, and behind the peer's FIN reading says nothing of it: an empty write meets it. */
  async meetReset(): Promise<void> {
    if (!this.remote.startsWith("tcp:")) return;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.socket.write(new Uint8Array(0), resolve);
    if (!(await promise)) return;
    await this.closed;
    throw this.over();
  }

  async close(timeout: number = LINGER_MS): Promise<boolean> {
    if (this.released) return this.ended && this.finSent && this.failure === null;
    this.settleReader(() => {
      throw new AgentFailure("ECLOSED", "closed by this program");
    });
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.closeWrite();
      timer = setTimeout(() => this.socket.destroy(), timeout);
      const scrap = new Uint8Array(CHUNK);
      while ((await this.read(scrap, {})) !== null);
    } catch {
      // A reset, or the timer: what was written may be lost, and `false` says so.
    }
    clearTimeout(timer);
    this.released = true;
    this.socket.destroy();
    await this.closed;
    return this.ended && this.failure === null;
  }

  async drop(): Promise<void> {
    this.released = true;
    this.socket.destroy();
    await this.closed;
  }

  abort(): void {
    this.released = true;
    // An RST exists on TCP alone: Node has nothing to reset on a Unix socket.
    if (this.remote.startsWith("tcp:") && !this.socket.destroyed) this.socket.resetAndDestroy();
    else this.socket.destroy();
  }
}

/** Runs `start` until it settles, is cancelled or has taken too long; then what `start` returned takes it back. */
export function cancellable<T>(
  wait: AgentWait,
  operation: string,
  start: (resolve: (value: T) => void, reject: (error: Error) => void) => () => void,
): Promise<T> {
  const { signal, timeout } = wait;
  if (signal?.aborted) return Promise.reject(new AgentFailure("ECANCELED", `${operation} was canceled`));
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = (code: string, why: string) => {
    takeBack();
    reject(new AgentFailure(code, `${operation} ${why}`));
  };
  const cancel = () => giveUp("ECANCELED", "was canceled");
  const settled = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  };
  const takeBack = start(
    (value) => {
      settled();
      resolve(value);
    },
    (error) => {
      settled();
      reject(error);
    },
  );
  signal?.addEventListener("abort", cancel, { once: true });
  if (timeout !== undefined) timer = setTimeout(() => giveUp("ETIMEDOUT", `found nothing for ${timeout} ms`), timeout);
  return promise;
}
