import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { BLOCK, giveBlock, takeBlock } from "./blocks.ts";
import { ByteSource, Comparison } from "./expected-bytes.ts";
import type { AgentRequest, WireReceived } from "./protocol.ts";
import { type AgentConnection, AgentFailure, codeOf } from "./sockets.ts";

/** Bytes that a `read` may send back themselves, so that the answer stays under the line limit in base64. */
const MAX_BYTES = 512 * 1024;
const MEBIBYTE = 1024 * 1024;

type WriteRequest = Extract<AgentRequest, { op: "write" }>;
type ReadRequest = Extract<AgentRequest, { op: "read" }>;

/** A read that failed, with what it had read until then. */
export class ReadFailure extends AgentFailure {
  readonly received: WireReceived;
  constructor(cause: unknown, received: WireReceived) {
    super(codeOf(cause), cause instanceof Error ? cause.message : String(cause));
    this.received = received;
  }
}

/** A connection of the agent, with its counts and the order of its writes. */
export class HeldConnection {
  readonly connection: AgentConnection;
  written = 0;
  read = 0;
  /** When bytes last moved on it, in either direction, by `performance.now()`. */
  #moved = 0;
  /** Settles when every earlier write request has called its last `write`. */
  #turn: Promise<void> = Promise.resolve();

  constructor(connection: AgentConnection) {
    this.connection = connection;
  }

  /**
   * Requests keep their order, and the blocks of one are not mixed with another's. Only the last block of a request may
   * be under way together with the next request's first, so the order of concurrent calls is the connection's own.
   */
  async write(request: WriteRequest, signal: AbortSignal): Promise<{ count: number }> {
    const source = new ByteSource(request.data);
    const earlier = this.#turn;
    const { promise, resolve: pass } = Promise.withResolvers<void>();
    this.#turn = promise;
    await earlier;
    const size = request.chunk ?? BLOCK;
    const block = takeBlock(Math.min(size, source.length));
    try {
      let from = 0;
      do {
        const piece = source.take(block.subarray(0, Math.min(size, source.length - from)), from);
        const writing = this.#call(piece, request, signal);
        if (from + piece.length >= source.length) pass();
        // One call shows no progress before its end: its patience grows with its size.
        await this.#whileMoving(writing, request.timeout * Math.max(1, Math.ceil(piece.length / MEBIBYTE)), from);
        this.written += piece.length;
        this.#moved = performance.now();
        from += piece.length;
      } while (from < source.length);
      // Not where it failed: the connection may still be sending from it.
      giveBlock(block);
      return { count: source.length };
    } finally {
      pass();
    }
  }

  #call(data: Uint8Array, { pieces, limit }: WriteRequest, signal: AbortSignal): Promise<void> {
    const wait = limit === undefined ? { signal } : { signal, timeout: limit };
    return pieces === undefined
      ? this.connection.write(data, wait)
      : this.connection.writePieces(inPieces(data, pieces), wait);
  }

  /** After every write that was asked for before. */
  async closeWrite(): Promise<void> {
    await this.#turn;
    await this.connection.closeWrite();
  }

  async close(timeout?: number): Promise<{ delivered: boolean }> {
    await this.#turn;
    return { delivered: await this.connection.close(timeout) };
  }

  async receive(request: ReadRequest, signal: AbortSignal): Promise<WireReceived> {
    const wanted = typeof request.until === "number" ? request.until : Infinity;
    const block = takeBlock(Math.min(request.chunk ?? BLOCK, wanted));
    const comparison = request.expect === undefined ? null : new Comparison(request.expect, block.length);
    const hash = createHash("sha256");
    const kept: Buffer[] = [];
    let count = 0;
    let end = false;
    const received = (): WireReceived => ({
      count,
      end,
      sha256: hash.digest("hex"),
      divergence: comparison?.divergence ?? null,
      ...(request.bytes === true ? { base64: Buffer.concat(kept).toString("base64") } : {}),
    });
    try {
      while (count < wanted) {
        const into = block.subarray(0, Math.min(request.chunk ?? BLOCK, wanted - count));
        const length = await this.#readOnce(into, request, signal);
        if (length === null) {
          end = true;
          break;
        }
        const bytes = into.subarray(0, length);
        hash.update(bytes);
        comparison?.add(bytes, count);
        count += length;
        this.read += length;
        this.#moved = performance.now();
        if (request.bytes === true) {
          if (count > MAX_BYTES) throw new AgentFailure("EMSGSIZE", `at most ${MAX_BYTES} bytes can be sent back`);
          kept.push(Buffer.from(bytes));
        }
        // A peer that never ends would be read for ever, and nothing behind a wrong byte tells more.
        if (request.until === "some" || comparison?.divergence) break;
      }
    } catch (error) {
      // The block stays out of use: it belongs to whoever may still write to it, and a fault of the subject shows.
      throw new ReadFailure(error, received());
    }
    giveBlock(block);
    comparison?.end();
    return received();
  }

  /**
   * Bytes that move the other way are progress too: a slow peer that echoes takes more once it has sent what it took.
   * Only a read that is asked for once is a question about a span of time, whatever else goes on in it.
   */
  async #readOnce(into: Uint8Array, { timeout, until }: ReadRequest, signal: AbortSignal): Promise<number | null> {
    for (let left = timeout; ; ) {
      const began = performance.now();
      try {
        return await this.connection.read(into, { signal, timeout: left });
      } catch (error) {
        // The system has an ETIMEDOUT of its own, which does not wait.
        const waited = performance.now() - began >= left - 1;
        left = Math.ceil(this.#moved + timeout - performance.now());
        if (until === "some" || codeOf(error) !== "ETIMEDOUT" || !waited || left <= 0) throw error;
      }
    }
  }

  /** The write goes on after this has given up: nothing is cancelled, so that a case can look at a connection that stalls. */
  async #whileMoving(writing: Promise<void>, timeout: number, before: number): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (since: number): void => {
      const left = Math.ceil(since + timeout - performance.now());
      timer = setTimeout(() => {
        if (this.#moved > since) look(this.#moved);
        else reject(new AgentFailure("ETIMEDOUT", `nothing moved for ${timeout} ms after ${before} bytes written`));
      }, left);
    };
    look(performance.now());
    try {
      await Promise.race([writing, promise]);
    } finally {
      clearTimeout(timer);
      writing.catch(() => {});
    }
  }
}

/** Cuts `data` into pieces of these sizes, taken in turn until nothing is left. One of them is not 0. */
function inPieces(data: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let from = 0, turn = 0; from < data.length; turn++) {
    const size = sizes[turn % sizes.length] ?? data.length;
    pieces.push(data.subarray(from, from + size));
    from += size;
  }
  return pieces;
}
