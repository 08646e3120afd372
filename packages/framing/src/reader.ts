import { type Connection, SocketError, type SocketErrorInit, type Wait } from "@anysock/core";
import { Gathered } from "./gathered.ts";
import { checkConnection, checkCount, checkOptions, invalid, type Limits, shown } from "./limits.ts";
import { atMost, exactly, type Look, line, prefixed, upTo } from "./look.ts";
import { isPrefix, type Prefix, prefixes } from "./prefix.ts";

/** What is read from: a connection, or what reads like one. */
export type ByteSource = Pick<Connection, "readChunk" | "remote">;

export interface PrefixedOptions extends Limits {
  readonly prefix: Prefix;
}

export interface LineOptions extends Limits {
  /** `true`: what stands between the last LF and the FIN is a line as well, and not `EINCOMPLETE`. */
  readonly unterminated?: boolean | undefined;
}

/** What a reader gives back when its work is done. */
export interface Released<Source> {
  readonly connection: Source;
  /** What had come and was not read: it stands before everything that the connection brings from now on. */
  readonly left: Uint8Array;
}

/** Without state between its calls, so that all readers share it. */
const UTF8: TextDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads messages from a connection, which is read through this alone until {@link BufferedReader.release}.
 *
 * The end of the stream between two messages is `null`. Where a method fails, whatever the reason, it has consumed nothing: what
 * had come is there for the next one. That is also how a read that its `signal` or `timeout` ended goes on, without losing a byte.
 * `timeout` is that of the whole message, in milliseconds. Twice
 * the maximum and a chunk of the runtime are the most that is held.
 *
 * All can reject with `EINVAL`, `EBUSY` (another read is pending), `ECLOSED` after `release()`, `ETIMEDOUT` and `ECANCELED`
 * by their wait, `EINCOMPLETE` (the FIN came in the middle of a message: so many of so many bytes), and what has ended the
 * connection.
 *
 * @example
 * ```ts
 * const reader = new BufferedReader(connection);
 * for await (const line of reader.lines({ max: 8192 })) {
 *   if (line === "") break;
 * }
 * const body = await reader.readExactly(1000);
 * ```
 */
export class BufferedReader<Source extends ByteSource = Connection> {
  readonly #source: Source;
  readonly #gathered: Gathered = new Gathered();
  readonly #init: SocketErrorInit;
  #isReading = false;
  #isReleased = false;

  /** @throws SocketError `EINVAL`: it is no connection */
  constructor(source: Source) {
    checkConnection(source, "readChunk", "read");
    this.#source = source;
    this.#init = { address: source.remote };
  }

  /** How many bytes have come and were not read. */
  get buffered(): number {
    return this.#gathered.length;
  }

  /** Exactly `count` bytes, in memory that the caller owns; `null` where the stream ended before the first. */
  async readExactly(count: number, wait?: Wait): Promise<Uint8Array | null> {
    checkCount("the count", count, this.#init);
    checkOptions(wait, [], this.#init);
    return this.#bytes(wait, exactly(count));
  }

  /**
   * The bytes before the next `delimiter` (a text stands for its UTF-8), which is consumed as well.
   * @throws SocketError `EMSGSIZE`: it does not come within `max` bytes
   */
  async readUntil(delimiter: Uint8Array | string, limits: Limits): Promise<Uint8Array | null> {
    const sought: unknown = typeof delimiter === "string" ? new TextEncoder().encode(delimiter) : delimiter;
    if (!(sought instanceof Uint8Array) || sought.length === 0) {
      throw invalid("the delimiter must be a Uint8Array or a text, of at least one byte", this.#init);
    }
    checkOptions(limits, ["max"], this.#init);
    const { max } = limits;
    checkCount("max", max, this.#init);
    return this.#bytes(limits, upTo(sought, max));
  }

  /**
   * The next line, without its LF or CR LF: text, which must be UTF-8. A byte order mark is kept, as any character is.
   * `max` counts the bytes of the line alone. A CR that no LF follows is part of its line.
   * @throws SocketError `EMSGSIZE` (longer than `max`), `EILSEQ` (not UTF-8)
   */
  async readLine(options: LineOptions): Promise<string | null> {
    return this.#message(options, this.#lineLook(options), (length) => this.#text(length));
  }

  /** As {@link readLine}, whatever the bytes are. */
  async readLineBytes(options: LineOptions): Promise<Uint8Array | null> {
    return this.#bytes(options, this.#lineLook(options));
  }

  /** The lines up to the end of the stream, each as {@link readLine}, and with a wait of its own. Leaving the loop closes nothing. */
  async *lines(options: LineOptions): AsyncGenerator<string, undefined> {
    for (;;) {
      const line = await this.readLine(options);
      if (line === null) return;
      yield line;
    }
  }

  /** As {@link lines}, whatever the bytes are. */
  async *lineBytes(options: LineOptions): AsyncGenerator<Uint8Array, undefined> {
    for (;;) {
      const line = await this.readLineBytes(options);
      if (line === null) return;
      yield line;
    }
  }

  /**
   * The next message, whose length stands before it. `max` is held against that length before memory is taken for it.
   * @throws SocketError `EMSGSIZE`: longer than `max`
   */
  async readPrefixed(options: PrefixedOptions): Promise<Uint8Array | null> {
    checkOptions(options, ["prefix", "max"], this.#init);
    const { prefix, max } = options;
    checkCount("max", max, this.#init);
    if (!isPrefix(prefix)) {
      throw invalid(`prefix ${shown(prefix)} is none of ${Object.keys(prefixes).join(", ")}`, this.#init);
    }
    return this.#bytes(options, prefixed(prefixes[prefix], max));
  }

  /** 1 to `into.length` bytes, as `connection.read`. For what has no messages. */
  async read(into: Uint8Array, wait?: Wait): Promise<number | null> {
    if (!(into instanceof Uint8Array) || into.length === 0) {
      throw invalid("the memory to read into must be a Uint8Array of at least one byte", this.#init);
    }
    checkOptions(wait, [], this.#init);
    const some = await this.#bytes(wait, atMost(into.length));
    if (some === null) return null;
    into.set(some);
    return some.length;
  }

  /** Whatever has come, or comes next, as `connection.readChunk`. */
  async readChunk(wait?: Wait): Promise<Uint8Array | null> {
    checkOptions(wait, [], this.#init);
    return this.#bytes(wait, atMost(Number.POSITIVE_INFINITY));
  }

  /**
   * Puts bytes back: they are read again before everything else. They are copied.
   * @throws SocketError `EINVAL`, `EBUSY`, `ECLOSED`
   */
  unread(bytes: Uint8Array): void {
    if (!(bytes instanceof Uint8Array)) throw invalid("what is put back must be a Uint8Array", this.#init);
    this.#checkFree();
    if (bytes.length > 0) this.#gathered.putBack(bytes);
  }

  /**
   * Gives the connection back, for another protocol or for raw reading, with what had come and was not read.
   * @throws SocketError `EBUSY`, `ECLOSED` the second time
   */
  release(): Released<Source> {
    this.#checkFree();
    this.#isReleased = true;
    return { connection: this.#source, left: this.#gathered.take(this.#gathered.length) };
  }

  #checkFree(): void {
    if (this.#isReading) {
      throw new SocketError("EBUSY", "read", { ...this.#init, detail: "another read is pending" });
    }
    if (this.#isReleased) {
      throw new SocketError("ECLOSED", "read", { ...this.#init, detail: "the reader has given its connection back" });
    }
  }

  #lineLook(options: LineOptions): Look {
    checkOptions(options, ["max", "unterminated"], this.#init);
    const { max, unterminated } = options;
    checkCount("max", max, this.#init);
    if (unterminated !== undefined && typeof unterminated !== "boolean") {
      throw invalid(`unterminated ${shown(unterminated)} is not true or false`, this.#init);
    }
    return line(max, unterminated === true);
  }

  #text(length: number): string {
    try {
      const text = UTF8.decode(this.#gathered.view.subarray(0, length));
      this.#gathered.drop(length);
      return text;
    } catch (cause) {
      throw new SocketError("EILSEQ", "read", { ...this.#init, cause, detail: "the line is not UTF-8" });
    }
  }

  #bytes(wait: Wait | undefined, look: Look): Promise<Uint8Array | null> {
    return this.#message(wait, look, (length) => this.#gathered.take(length));
  }

  /** Gathers until `look` has found a message, which `give` consumes; only what `give` refuses stays. */
  async #message<Message>(
    wait: Wait | undefined,
    look: Look,
    give: (length: number) => Message,
  ): Promise<Message | null> {
    this.#checkFree();
    const signal = wait?.signal;
    if (signal?.aborted === true) {
      throw new SocketError("ECANCELED", "read", { ...this.#init, cause: signal.reason });
    }
    this.#isReading = true;
    try {
      const due = wait?.timeout === undefined ? undefined : performance.now() + wait.timeout;
      for (let hasEnded = false; ; ) {
        const found = look(this.#gathered.view, hasEnded);
        if ("length" in found) {
          this.#gathered.drop(found.skip);
          const message = give(found.length);
          this.#gathered.drop(found.end);
          return message;
        }
        if ("tooLong" in found) {
          throw new SocketError("EMSGSIZE", "read", { ...this.#init, detail: found.tooLong });
        }
        if (hasEnded && this.buffered === 0) return null;
        if (hasEnded) throw this.#incomplete(found.needed);
        hasEnded = !(await this.#gather(wait, due));
      }
    } finally {
      this.#isReading = false;
    }
  }

  /** Adds what comes next: `false` at the end of the stream. */
  async #gather(wait: Wait | undefined, due: number | undefined): Promise<boolean> {
    try {
      const chunk = await this.#source.readChunk(restOf(wait, due));
      if (chunk !== null) this.#gathered.add(chunk);
      return chunk !== null;
    } catch (error) {
      // The kernel's has a cause, and is final.
      const isOurs = due !== undefined && error instanceof SocketError && error.cause === undefined;
      if (!isOurs || error.code !== "ETIMEDOUT") throw error;
      const detail = `not done within ${wait?.timeout} ms; ${this.buffered} bytes have come, and are kept`;
      throw new SocketError("ETIMEDOUT", "read", { ...this.#init, detail });
    }
  }

  #incomplete(needed: number | null): SocketError {
    const of = needed === null ? "" : ` of ${needed}`;
    const detail = `the peer's FIN came after ${this.buffered}${of} bytes, in the middle of a message`;
    return new SocketError("EINCOMPLETE", "read", { ...this.#init, detail });
  }
}

/** What is left of a wait. Bytes that have come already are had after its end as well. */
function restOf(wait: Wait | undefined, due: number | undefined): Wait | undefined {
  if (wait?.signal === undefined && due === undefined) return undefined;
  return { signal: wait?.signal, timeout: due === undefined ? undefined : Math.max(0, due - performance.now()) };
}
