import { BufferedReader } from "@anysock/framing";
import { afterEach, describe, expect, test } from "vitest";
import { Gathered } from "../src/gathered.ts";
import { ScriptedSource } from "./scripted-source.ts";

type Method = (this: Uint8Array, ...values: never[]) => unknown;
type Typed = Record<string, Method>;

/** How many bytes each method of bytes goes through, by what it is called with. */
const touched: Readonly<Record<string, (bytes: Uint8Array, ...values: unknown[]) => number>> = {
  set: (_, source) => (source as Uint8Array).length,
  slice: ({ length }) => length,
  copyWithin: (_, _to, from, to) => Number(to) - Number(from),
  indexOf: ({ length }, _byte, from) => length - Number(from),
};

const methods: Typed = Object.getPrototypeOf(Uint8Array.prototype);
const originals = new Map(Object.keys(touched).map((name) => [name, methods[name] as Method]));

afterEach(() => {
  for (const [name, original] of originals) methods[name] = original;
});

/** How many bytes are copied or looked at in all while `work` is done. */
async function bytesTouched(work: () => Promise<unknown>, names = Object.keys(touched)): Promise<number> {
  let count = 0;
  for (const name of names) {
    const original = originals.get(name) as Method;
    methods[name] = function (this: Uint8Array, ...values: never[]): unknown {
      count += touched[name]?.(this, ...values) ?? 0;
      return original.apply(this, values);
    };
  }
  await work();
  return count;
}

const size = 1024 * 1024;

/** Brings a byte each time that it is asked. */
function dripping(total: number, last: number): ScriptedSource {
  const source = new ScriptedSource();
  let left = total;
  source.readChunk = async () => (left-- > 0 ? Uint8Array.of(left === 0 ? last : 0x78) : null);
  return source;
}

describe("bytes that come one by one are each copied and looked at a few times, not once for each that follows", () => {
  test("in a line of 1 MiB", async () => {
    const reader = new BufferedReader(dripping(size, 0x0a));
    const count = await bytesTouched(async () => {
      expect(await reader.readLineBytes({ max: size })).toHaveLength(size - 1);
    });
    expect(count / size).toBeLessThan(8);
  });

  test("in a message of 1 MiB", async () => {
    const reader = new BufferedReader(dripping(size, 0));
    const count = await bytesTouched(async () => {
      expect(await reader.readExactly(size)).toHaveLength(size);
    });
    expect(count / size).toBeLessThan(8);
  });
});

test("the bytes of a chunk are copied a few times, however many lines it holds", async () => {
  const reader = new BufferedReader(new ScriptedSource("x\n".repeat(size / 2), null));
  let lines = 0;
  const count = await bytesTouched(
    async () => {
      for await (const line of reader.lineBytes({ max: 1 })) lines += line.length;
    },
    // Not `indexOf`, which stops at what it finds.
    ["set", "slice", "copyWithin"],
  );
  expect(lines).toBe(size / 2);
  expect(count / size).toBeLessThan(3);
});

test("bytes that stay while as many go as come are not moved each time", async () => {
  const gathered = new Gathered();
  gathered.add(new Uint8Array(1));
  // The memory is full but for a byte.
  for (let piece = 0; piece < 2; piece++) gathered.add(new Uint8Array(64 * 1024));
  const rounds = 64 * 1024;
  const count = await bytesTouched(async () => {
    for (let round = 0; round < rounds; round++) {
      gathered.drop(2);
      gathered.add(Uint8Array.of(1, 2));
    }
  });
  expect(gathered.length).toBe(2 * 64 * 1024 + 1);
  expect(count / rounds).toBeLessThan(8);
});
