import { BufferedReader } from "@anysock/framing";
import { describe, expect, test } from "vitest";
import { ScriptedSource } from "./scripted-source.ts";

const text = (data: Uint8Array | null): string | null => (data === null ? null : new TextDecoder().decode(data));

describe("a read that its wait ended", () => {
  test("by its signal has consumed nothing", async () => {
    const source = new ScriptedSource("ab");
    const reader = new BufferedReader(source);
    const stop = new AbortController();
    const reading = reader.readExactly(4, { signal: stop.signal });
    await Promise.resolve();
    stop.abort("enough");
    await expect(reading).rejects.toMatchObject({ code: "ECANCELED", cause: "enough" });
    expect(reader.buffered).toBe(2);
    source.bring("cd");
    expect(text(await reader.readExactly(4))).toBe("abcd");
  });

  test("by its timeout has consumed nothing, and says what has come", async () => {
    const source = new ScriptedSource("ab");
    const reader = new BufferedReader(source);
    await expect(reader.readLine({ max: 9, timeout: 20 })).rejects.toMatchObject({
      code: "ETIMEDOUT",
      message: "read tcp://127.0.0.1:7: ETIMEDOUT (not done within 20 ms; 2 bytes have come, and are kept)",
    });
    source.bring("c\n");
    expect(await reader.readLine({ max: 9 })).toBe("abc");
  });

  test("does not wait longer where bytes go on coming", async () => {
    const source = new ScriptedSource();
    const drip = setInterval(() => source.bring("x"), 5);
    await expect(new BufferedReader(source).readLine({ max: 100_000, timeout: 100 })).rejects.toMatchObject({
      code: "ETIMEDOUT",
    });
    clearInterval(drip);
  });

  test("does not begin where its signal is aborted, even if the bytes are there", async () => {
    const source = new ScriptedSource("ab\n");
    const reader = new BufferedReader(source);
    await reader.readExactly(1);
    await expect(reader.readExactly(1, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ECANCELED" });
    expect(text(await reader.readExactly(1))).toBe("b");
  });
});

test("a second read at once is refused, and takes nothing from the first", async () => {
  const source = new ScriptedSource("abc");
  const reader = new BufferedReader(source);
  const first = reader.readExactly(4);
  await expect(reader.readExactly(1)).rejects.toMatchObject({ code: "EBUSY" });
  expect(() => reader.release()).toThrow(expect.objectContaining({ code: "EBUSY" }));
  expect(() => reader.unread(Uint8Array.of(1))).toThrow(expect.objectContaining({ code: "EBUSY" }));
  source.bring("d");
  expect(text(await first)).toBe("abcd");
});

describe("bad input is EINVAL, which names it, before anything is read", () => {
  const wrong: readonly (readonly [string, string, unknown[], string])[] = [
    ["a fraction", "readExactly", [1.5], "the count 1.5 is not a whole number of bytes from 0 to 1073741824"],
    ["a count below zero", "readExactly", [-1], "the count -1"],
    ["a text as count", "readExactly", ["4"], 'the count "4"'],
    ["a bare signal", "readExactly", [4, new AbortController().signal], "there is no option"],
    ["an empty delimiter", "readUntil", ["", { max: 1 }], "of at least one byte"],
    ["a number as delimiter", "readUntil", [10, { max: 1 }], "of at least one byte"],
    ["no maximum", "readUntil", ["\n", {}], "max undefined is not a whole number"],
    ["no options", "readUntil", ["\n"], "{ max, signal, timeout }"],
    ["an endless maximum", "readLine", [{ max: Number.POSITIVE_INFINITY }], "max Infinity"],
    ["no maximum of lines", "readLine", [], "{ max, unterminated, signal, timeout }"],
    ["an option of another method", "readLine", [{ max: 1, prefix: "u8" }], "there is no option prefix"],
    ["a text for a boolean", "readLineBytes", [{ max: 1, unterminated: "no" }], "unterminated"],
    ["an unknown prefix", "readPrefixed", [{ prefix: "u24be", max: 1 }], 'prefix "u24be" is none of u8, u16be'],
    ["no maximum of messages", "readPrefixed", [{ prefix: "u8" }], "max undefined"],
    ["a negative timeout", "readPrefixed", [{ prefix: "u8", max: 1, timeout: -1 }], "timeout -1"],
    ["a controller as signal", "readChunk", [{ signal: new AbortController() }], "give the .signal of it"],
    ["no memory", "read", [new Uint8Array(0)], "of at least one byte"],
    ["a text put back", "unread", ["abc"], "must be a Uint8Array"],
  ];
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a number", 1],
    ["an array", []],
    ["a stream of the language's", new ReadableStream()],
  ])("a reader of %s", (_, source) => {
    const made = (): unknown => Reflect.construct(BufferedReader, [source]);
    expect(made).toThrow(
      expect.objectContaining({
        code: "EINVAL",
        message: expect.stringContaining("is no connection: it has no readChunk()"),
      }),
    );
  });

  test.each(wrong)("%s", async (_, method, values, told) => {
    const source = new ScriptedSource("abc\n");
    const reader = new BufferedReader(source);
    const call = async (): Promise<unknown> => Reflect.apply(Reflect.get(reader, method), reader, values);
    await expect(call()).rejects.toMatchObject({ code: "EINVAL", message: expect.stringContaining(told) });
    expect(source.reads).toBe(0);
  });
});
