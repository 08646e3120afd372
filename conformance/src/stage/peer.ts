import type { Bytes, Peer, ReadOptions, Received, WriteOptions } from "@anysock/protocol-spec";
import { receivedOf } from "../agent/process.ts";
import type { WireReceived } from "../agent/protocol.ts";
import { describeBytes, describeDivergence, wireBytes } from "./bytes.ts";
import { bytesInTransit } from "./in-transit.ts";
import type { Player } from "./player.ts";

/** How much longer than the patience a `close` may take: it waits a second for the peer's FIN of its own accord. */
const CLOSE_MS = 2_000;

/** One end of a connection, held by an agent. */
export class StagePeer implements Peer {
  readonly local: string;
  readonly remote: string;
  readonly #player: Player;
  readonly #connection: number;

  constructor(player: Player, held: { readonly connection: number; readonly local: string; readonly remote: string }) {
    this.#player = player;
    this.#connection = held.connection;
    this.local = held.local;
    this.remote = held.remote;
    player.connections.add(held.connection);
  }

  async write(data: Bytes, options: WriteOptions = {}): Promise<void> {
    const args = { ...this.#self, data: wireBytes(data), timeout: this.#player.patience, ...options };
    const { chunk, pieces, limit } = options;
    const how = [
      chunk === undefined ? "" : `, ${chunk} a call`,
      pieces === undefined ? "" : `, in pieces of ${pieces.join(", ")}`,
      limit === undefined ? "" : `, for ${limit} ms`,
    ];
    await this.#player.call("write", args, `write(${describeBytes(data)}${how.join("")})`, ({ count }) => ({
      text: `wrote ${count} bytes`,
    }));
  }

  read(length: number, options?: ReadOptions): Promise<Received> {
    return this.#read(length, `read(${length} bytes`, options);
  }

  readToEnd(options?: ReadOptions): Promise<Received> {
    return this.#read("end", "read(to the end", options);
  }

  readSome(options?: ReadOptions): Promise<Received> {
    return this.#read("some", "read(once", options);
  }

  async #read(until: number | "end" | "some", text: string, options: ReadOptions = {}): Promise<Received> {
    const { expect, timeout = this.#player.patience, ...rest } = options;
    const expected = expect === undefined ? {} : { expect: wireBytes(expect) };
    const args = { ...this.#self, until, timeout, ...expected, ...rest };
    const wanted = expect === undefined ? ")" : `, expecting ${describeBytes(expect)})`;
    return receivedOf(await this.#player.call("read", args, text + wanted, told));
  }

  async closeWrite(): Promise<void> {
    await this.#player.call(
      "closeWrite",
      this.#self,
      "closeWrite()",
      () => ({ text: "FIN sent" }),
      this.#player.patience,
    );
  }

  async close(options: { readonly timeout?: number } = {}): Promise<boolean> {
    const limit = this.#player.patience + (options.timeout ?? CLOSE_MS);
    const { delivered } = await this.#player.call(
      "close",
      { ...this.#self, ...options },
      "close()",
      (result) => ({ text: result.delivered ? "closed; the peer's FIN came" : "closed; delivery unknown" }),
      limit,
    );
    return delivered;
  }

  async drop(): Promise<void> {
    await this.#player.call("drop", this.#self, "close at once", () => ({ text: "closed" }), this.#player.patience);
  }

  async abort(): Promise<void> {
    await this.#player.call("abort", this.#self, "abort()", () => ({ text: "aborted" }), this.#player.patience);
  }

  async closed(): Promise<string | null> {
    const { code } = await this.#player.call(
      "closed",
      this.#self,
      "closed?",
      (result) => ({ text: result.code === null ? "over, in good order" : `over: ${result.code}` }),
      this.#player.patience,
    );
    return code;
  }

  async progress(): Promise<{ readonly written: number; readonly read: number }> {
    const { written, read } = await this.#player.call(
      "progress",
      this.#self,
      "progress?",
      (result) => ({ text: `${result.written} bytes written, ${result.read} read` }),
      this.#player.patience,
    );
    return { written, read };
  }

  async inTransit(way: "out" | "in" = "out"): Promise<number | null> {
    return way === "out" ? bytesInTransit(this.local, this.remote) : bytesInTransit(this.remote, this.local);
  }

  get #self(): { readonly connection: number } {
    return { connection: this.#connection };
  }
}

function told({ count, end, divergence }: WireReceived): { text: string; detail?: string; diverges?: true } {
  const text = count === 0 && end ? "the end" : `${count} bytes${end ? ", then the end" : ""}`;
  if (divergence === null) return { text };
  return { text, detail: describeDivergence(divergence), diverges: true };
}
