import { BufferedReader, type Prefix, writePrefixed } from "@anysock/framing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScriptedSource } from "./scripted-source.ts";

type Reader = BufferedReader<ScriptedSource>;
type Outcome = Uint8Array | string | null | { readonly code: string };

/** A read, and what it comes to, by looking at everything that is left: its outcome and how many bytes it consumes. */
interface Read {
  readonly toString: () => string;
  readonly play: (reader: Reader) => Promise<Uint8Array | string | null>;
  readonly model: (left: Uint8Array) => readonly [Outcome, number];
}

/** Few values, so that delimiters, ends of lines and false beginnings of them come up often. */
const someBytes = fc
  .uint8Array({ maxLength: 40 })
  .map((data) => data.map((byte) => [10, 13, 97, 98, 0, 2, 195][byte % 7] ?? 0));

const latin1 = (data: Uint8Array): string => String.fromCharCode(...data);
const error = (code: string): readonly [Outcome, number] => [{ code }, 0];

function untilModel(left: Uint8Array, delimiter: Uint8Array, max: number): readonly [Outcome, number] {
  const at = latin1(left).indexOf(latin1(delimiter));
  if (at !== -1 && at <= max) return [left.slice(0, at), at + delimiter.length];
  if (at !== -1 || left.length >= max + delimiter.length) return error("EMSGSIZE");
  return left.length === 0 ? [null, 0] : error("EINCOMPLETE");
}

function lineModel(left: Uint8Array, max: number, unterminated: boolean): readonly [Outcome, number] {
  if (left.length === 0) return [null, 0];
  const [, line = "", end = ""] = /^(.*?)(\r?\n|$)/s.exec(latin1(left)) ?? [];
  if (end !== "") return line.length > max ? error("EMSGSIZE") : [left.slice(0, line.length), line.length + end.length];
  if (line.length > max + 1 || (unterminated && line.length > max)) return error("EMSGSIZE");
  return unterminated ? [left.slice(), left.length] : error("EINCOMPLETE");
}

function prefixedModel(left: Uint8Array, size: number, littleEndian: boolean, max: number): readonly [Outcome, number] {
  if (left.length === 0) return [null, 0];
  if (left.length < size) return error("EINCOMPLETE");
  const digits = [...left.subarray(0, size)];
  if (littleEndian) digits.reverse();
  const length = Number(BigInt(`0x${digits.map((digit) => digit.toString(16).padStart(2, "0")).join("")}`));
  if (length > max) return error("EMSGSIZE");
  return left.length < size + length ? error("EINCOMPLETE") : [left.slice(size, size + length), size + length];
}

const fixedPrefixes: Readonly<Record<string, readonly [number, boolean]>> = {
  u8: [1, false],
  u16be: [2, false],
  u16le: [2, true],
  u32be: [4, false],
  u32le: [4, true],
};

const max = fc.integer({ min: 0, max: 20 });

const reads: fc.Arbitrary<Read> = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map(
    (count): Read => ({
      toString: () => `readExactly(${count})`,
      play: (reader) => reader.readExactly(count),
      model: (left) => {
        if (left.length >= count) return [left.slice(0, count), count];
        return left.length === 0 ? [null, 0] : error("EINCOMPLETE");
      },
    }),
  ),
  fc.tuple(fc.constantFrom("\n", "\r\n", "aab", "aa"), max).map(
    ([delimiter, most]): Read => ({
      toString: () => `readUntil(${JSON.stringify(delimiter)}, { max: ${most} })`,
      play: (reader) => reader.readUntil(delimiter, { max: most }),
      model: (left) => untilModel(left, new TextEncoder().encode(delimiter), most),
    }),
  ),
  fc.tuple(max, fc.boolean()).map(
    ([most, unterminated]): Read => ({
      toString: () => `readLineBytes({ max: ${most}, unterminated: ${unterminated} })`,
      play: (reader) => reader.readLineBytes({ max: most, unterminated }),
      model: (left) => lineModel(left, most, unterminated),
    }),
  ),
  fc.tuple(max, fc.boolean()).map(
    ([most, unterminated]): Read => ({
      toString: () => `readLine({ max: ${most}, unterminated: ${unterminated} })`,
      play: (reader) => reader.readLine({ max: most, unterminated }),
      model: (left) => {
        const [line, count] = lineModel(left, most, unterminated);
        if (!(line instanceof Uint8Array)) return [line, count];
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(line);
        return text.includes("\ufffd") ? error("EILSEQ") : [text, count];
      },
    }),
  ),
  fc.tuple(fc.constantFrom(...(Object.keys(fixedPrefixes) as Prefix[])), max).map(
    ([prefix, most]): Read => ({
      toString: () => `readPrefixed({ prefix: ${prefix}, max: ${most} })`,
      play: (reader) => reader.readPrefixed({ prefix, max: most }),
      model: (left) => prefixedModel(left, ...(fixedPrefixes[prefix] as readonly [number, boolean]), most),
    }),
  ),
);

/** The same bytes in pieces of these lengths, the last one up to the end. */
function split(data: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const length of lengths) {
    if (at >= data.length) break;
    pieces.push(data.slice(at, at + length));
    at += length;
  }
  if (at < data.length) pieces.push(data.slice(at));
  return pieces;
}

const lengths = fc.oneof(fc.constant(Array<number>(40).fill(1)), fc.array(fc.integer({ min: 1, max: 9 })));

const outcomeOf = (reading: Promise<Uint8Array | string | null>): Promise<Outcome> =>
  reading.catch((reason: { code: string }) => ({ code: reason.code }));

describe("any split of the bytes", () => {
  test("gives the same messages and the same errors, which a model of the whole gives", async () => {
    const schedule = fc.tuple(someBytes, lengths, fc.array(reads, { minLength: 1, maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(schedule, async ([data, pieceLengths, list]) => {
        const reader = new BufferedReader(new ScriptedSource(...split(data, pieceLengths), null));
        let left = data;
        for (const read of list) {
          const [expected, consumed] = read.model(left);
          expect(await outcomeOf(read.play(reader)), `${read} of ${left}`).toEqual(expected);
          left = left.subarray(consumed);
        }
        // What no read has consumed is all there.
        const released = reader.release();
        const rest = [...released.left];
        for (;;) {
          const chunk = await released.connection.readChunk();
          if (chunk === null) break;
          rest.push(...chunk);
        }
        expect(rest).toEqual([...left]);
      }),
      { numRuns: 1000 },
    );
  });

  test("may be read with a wait that ends at any byte, and none is lost", async () => {
    await fc.assert(
      fc.asyncProperty(someBytes, lengths, async (data, pieceLengths) => {
        const source = new ScriptedSource();
        const reader = new BufferedReader(source);
        const whole = Uint8Array.of(...data.map((byte) => (byte === 10 ? 11 : byte)), 10);
        for (const piece of split(whole, pieceLengths)) {
          const stop = new AbortController();
          const reading = outcomeOf(reader.readLineBytes({ max: 100, signal: stop.signal }));
          stop.abort();
          expect(await reading).toEqual({ code: "ECANCELED" });
          source.bring(piece);
        }
        const [line] = lineModel(whole, 100, false);
        expect(await reader.readLineBytes({ max: 100 })).toEqual(line);
      }),
    );
  });

  test("gives back what writePrefixed wrote, with every prefix", async () => {
    const prefix = fc.constantFrom<Prefix>("u8", "u16be", "u16le", "u32be", "u32le", "u64be", "u64le", "varint");
    const messages = fc.array(fc.oneof(fc.uint8Array({ maxLength: 255 }), fc.constant(new Uint8Array(200))));
    await fc.assert(
      fc.asyncProperty(prefix, messages, lengths, async (name, sent, pieceLengths) => {
        const wire: number[] = [];
        const remote = { family: "ipv4", host: "127.0.0.1", port: 7 } as const;
        const write = async (data: Uint8Array | readonly Uint8Array[]): Promise<void> => {
          for (const piece of data instanceof Uint8Array ? [data] : data) wire.push(...piece);
        };
        for (const message of sent) await writePrefixed({ remote, write }, message, { prefix: name });
        const reader = new BufferedReader(new ScriptedSource(...split(Uint8Array.from(wire), pieceLengths), null));
        for (const message of sent) expect(await reader.readPrefixed({ prefix: name, max: 255 })).toEqual(message);
        expect(await reader.readPrefixed({ prefix: name, max: 255 })).toBeNull();
      }),
    );
  });
});
