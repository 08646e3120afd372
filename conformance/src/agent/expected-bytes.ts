import { Buffer } from "node:buffer";
import { fillPattern } from "@anysock/protocol-spec/pattern";
import { giveBlock, takeBlock } from "./blocks.ts";
import type { WireBytes, WireReceived } from "./protocol.ts";

/** How many bytes of both sides a divergence shows. */
const SHOWN = 16;

/** The bytes of a request, a piece at a time, made where they are needed. */
export class ByteSource {
  readonly length: number;
  readonly #fill: (into: Uint8Array, from: number) => Uint8Array;

  constructor(data: WireBytes) {
    if ("base64" in data) {
      const bytes = Buffer.from(data.base64, "base64");
      this.length = bytes.length;
      this.#fill = (into, from) => {
        into.set(bytes.subarray(from, from + into.length));
        return into;
      };
    } else {
      const { seed, offset, length } = data.pattern;
      this.length = length;
      this.#fill = (into, from) => fillPattern(into, seed, offset + from);
    }
  }

  /** Fills `into`, or as much of it as there are bytes from `from` on. */
  take(into: Uint8Array, from: number): Uint8Array {
    return this.#fill(into.subarray(0, Math.max(0, Math.min(into.length, this.length - from))), from);
  }
}

/** Compares what is read with what is expected and remembers the first difference. */
export class Comparison {
  divergence: WireReceived["divergence"] = null;
  readonly #expected: ByteSource;
  readonly #memory: Uint8Array;

  /** `block` is the length of the longest piece that will be added. */
  constructor(expected: WireBytes, block: number) {
    this.#expected = new ByteSource(expected);
    this.#memory = takeBlock(Math.max(block, SHOWN));
  }

  /** Nothing more will be added. */
  end(): void {
    giveBlock(this.#memory);
  }

  /** `actual` are the bytes from `from` on. */
  add(actual: Uint8Array, from: number): void {
    if (this.divergence !== null) return;
    const expected = this.#expected.take(this.#memory.subarray(0, actual.length), from);
    if (Buffer.compare(expected, actual) === 0) return;
    let at = 0;
    while (at < expected.length && expected[at] === actual[at]) at++;
    this.divergence = {
      offset: from + at,
      expected: hex(this.#expected.take(this.#memory.subarray(0, SHOWN), from + at)),
      actual: hex(actual.subarray(at, at + SHOWN)),
    };
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
