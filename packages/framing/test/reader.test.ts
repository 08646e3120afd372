import process from "node:process";
import { BufferedReader, type Prefix } from "@anysock/framing";
import { describe, expect, test } from "vitest";
import { bytes, ScriptedSource } from "./scripted-source.ts";

type Reader = BufferedReader<ScriptedSource>;

const readerOf = (...pieces: (Uint8Array | string | null)[]): Reader =>
  new BufferedReader(new ScriptedSource(...pieces));
const text = (data: Uint8Array | null): string | null => (data === null ? null : new TextDecoder().decode(data));

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("readExactly", () => {
  test("gives that many bytes, whatever pieces they come in, and keeps the rest", async () => {
    const reader = readerOf("a", "bc", "defgh", null);
    expect(text(await reader.readExactly(4))).toBe("abcd");
    expect(reader.buffered).toBe(4);
    expect(text(await reader.readExactly(4))).toBe("efgh");
    expect(await reader.readExactly(4)).toBeNull();
  });

  test("reads nothing where no byte is asked for", async () => {
    const reader = readerOf();
    expect(await reader.readExactly(0)).toEqual(new Uint8Array(0));
  });

  test("tells of an early end how many of how many bytes came, and keeps them", async () => {
    const reader = readerOf("abc", null);
    await expect(reader.readExactly(10)).rejects.toMatchObject({
      name: "SocketError",
      code: "EINCOMPLETE",
      operation: "read",
      message:
        "read tcp://127.0.0.1:7: EINCOMPLETE (the peer's FIN came after 3 of 10 bytes, in the middle of a message)",
    });
    expect(text(await reader.readExactly(3))).toBe("abc");
    expect(await reader.readExactly(10)).toBeNull();
  });

  test("gives memory that is the caller's", async () => {
    const reader = readerOf("abcdef");
    const first = await reader.readExactly(3);
    const second = await reader.readExactly(2);
    expect([text(first), text(second)]).toEqual(["abc", "de"]);
    // Keeping a few bytes keeps no more memory than they need.
    expect([first?.buffer.byteLength, second?.buffer.byteLength]).toEqual([3, 2]);
  });
});

describe("readUntil", () => {
  test("gives what stands before the delimiter, and goes on behind it", async () => {
    const reader = readerOf("one\r", "\ntwo\r\n\r\n", null);
    const next = (): Promise<Uint8Array | null> => reader.readUntil("\r\n", { max: 10 });
    expect([text(await next()), text(await next()), text(await next()), await next()]).toEqual([
      "one",
      "two",
      "",
      null,
    ]);
  });

  test("finds a delimiter behind a false beginning of it", async () => {
    const reader = readerOf("aa", "a", "ab", "x");
    expect(text(await reader.readUntil(bytes("aab"), { max: 10 }))).toBe("aa");
    expect(reader.buffered).toBe(0);
  });

  test("takes a message of max bytes, and refuses one of a byte more, which stays", async () => {
    expect(text(await readerOf("abc\n").readUntil("\n", { max: 3 }))).toBe("abc");
    const reader = readerOf("abcd\n");
    await expect(reader.readUntil("\n", { max: 3 })).rejects.toMatchObject({ code: "EMSGSIZE" });
    expect(text(await reader.readUntil("\n", { max: 4 }))).toBe("abcd");
  });

  test("refuses what is too long before its delimiter comes", async () => {
    await expect(readerOf("abcdefgh").readUntil("\n", { max: 3 })).rejects.toMatchObject({ code: "EMSGSIZE" });
  });

  test("tells of an end without a delimiter", async () => {
    await expect(readerOf("abc", null).readUntil("\n", { max: 3 })).rejects.toMatchObject({ code: "EINCOMPLETE" });
  });
});

describe("lines", () => {
  test("end in LF or CR LF, a lone CR being part of its line", async () => {
    const reader = readerOf("one\ntwo\r", "\n\r\nth\rree\r\r\n\n", null);
    expect(await all(reader.lines({ max: 10 }))).toEqual(["one", "two", "", "th\rree\r", ""]);
  });

  test("are text of which no byte is lost, a byte order mark and NUL included", async () => {
    const reader = readerOf(Uint8Array.of(0xef, 0xbb), Uint8Array.of(0xbf, 0xc3), Uint8Array.of(0xa9, 0, 0x0a), null);
    expect(await all(reader.lines({ max: 10 }))).toEqual(["\ufeffé\0"]);
  });

  test("that are not UTF-8 are refused, and can be had as bytes", async () => {
    const reader = readerOf(Uint8Array.of(0xc3, 0x28, 0x0a, 0x61, 0x0a), null);
    await expect(reader.readLine({ max: 10 })).rejects.toMatchObject({ code: "EILSEQ" });
    expect(await reader.readLineBytes({ max: 10 })).toEqual(Uint8Array.of(0xc3, 0x28));
    expect(await all(reader.lineBytes({ max: 10 }))).toEqual([bytes("a")]);
  });

  test("have max bytes without their end", async () => {
    expect(await readerOf("abc\r\n").readLine({ max: 3 })).toBe("abc");
    for (const line of ["abcd\n", "abcd\r\n", "abcde", "abcd\re"]) {
      await expect(readerOf(line).readLine({ max: 3 }), line).rejects.toMatchObject({ code: "EMSGSIZE" });
    }
  });

  test("need an end, unless the last one may lack it", async () => {
    await expect(all(readerOf("one\ntwo", null).lines({ max: 9 }))).rejects.toMatchObject({ code: "EINCOMPLETE" });
    expect(await all(readerOf("one\ntwo\r", null).lines({ max: 9, unterminated: true }))).toEqual(["one", "two\r"]);
    expect(await all(readerOf("one\n", null).lines({ max: 9, unterminated: true }))).toEqual(["one"]);
    await expect(readerOf("abcd", null).readLine({ max: 3, unterminated: true })).rejects.toMatchObject({
      code: "EMSGSIZE",
    });
  });

  test("leave what follows them to the next reader of the loop's reader", async () => {
    const reader = readerOf("head\n\nbody", null);
    for await (const line of reader.lines({ max: 10 })) if (line === "") break;
    expect(text(await reader.readExactly(4))).toBe("body");
  });
});

describe("readPrefixed", () => {
  test.each<[Prefix, number[]]>([
    ["u8", [3]],
    ["u16be", [0, 3]],
    ["u16le", [3, 0]],
    ["u32be", [0, 0, 0, 3]],
    ["u32le", [3, 0, 0, 0]],
    ["u64be", [0, 0, 0, 0, 0, 0, 0, 3]],
    ["u64le", [3, 0, 0, 0, 0, 0, 0, 0]],
    ["varint", [3]],
    ["varint", [0x83, 0x80, 0]],
  ])("reads the length of a message by %s %o", async (prefix, digits) => {
    const reader = readerOf(Uint8Array.from(digits), "abcd");
    expect(text(await reader.readPrefixed({ prefix, max: 3 }))).toBe("abc");
    expect(reader.buffered).toBe(1);
  });

  test("refuses a message by its length alone, before it comes", async () => {
    const reader = readerOf(Uint8Array.of(0x7f, 0xff, 0xff, 0xff));
    await expect(reader.readPrefixed({ prefix: "u32be", max: 1000 })).rejects.toMatchObject({
      code: "EMSGSIZE",
      message: "read tcp://127.0.0.1:7: EMSGSIZE (2147483647 bytes are announced, and 1000 are allowed)",
    });
  });

  test.each<[Prefix, number]>([
    ["u64be", 8],
    ["u64le", 8],
    ["varint", 10],
  ])("refuses the longest length of %s, and one that never ends", async (prefix, size) => {
    const reader = readerOf(new Uint8Array(size).fill(0xff));
    await expect(reader.readPrefixed({ prefix, max: 0x4000_0000 })).rejects.toMatchObject({ code: "EMSGSIZE" });
  });

  test("takes no memory for what was only announced", async () => {
    const source = new ScriptedSource(Uint8Array.of(0x40, 0, 0, 0), "a", null);
    const before = process.memoryUsage().arrayBuffers;
    const reading = new BufferedReader(source).readPrefixed({ prefix: "u32be", max: 0x4000_0000 });
    await expect(reading).rejects.toMatchObject({
      message: expect.stringContaining(`after 5 of ${0x4000_0004} bytes`),
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  });

  test("tells of an end within the prefix, and of one within the message", async () => {
    for (const pieces of [Uint8Array.of(0), Uint8Array.of(0, 2, 1)]) {
      const reading = readerOf(pieces, null).readPrefixed({ prefix: "u16be", max: 9 });
      await expect(reading).rejects.toMatchObject({ code: "EINCOMPLETE" });
    }
    expect(await readerOf(null).readPrefixed({ prefix: "u16be", max: 9 })).toBeNull();
  });
});

describe("raw reading", () => {
  test("gives what was gathered first, and then what comes", async () => {
    const reader = readerOf("line\nrest", "more", null);
    await reader.readLine({ max: 10 });
    const into = new Uint8Array(3);
    expect(await reader.read(into)).toBe(3);
    expect(text(into)).toBe("res");
    expect(text(await reader.readChunk())).toBe("t");
    expect(text(await reader.readChunk())).toBe("more");
    expect([await reader.readChunk(), await reader.read(into)]).toEqual([null, null]);
  });

  test("reads again what was put back, in order", async () => {
    const reader = readerOf("cd", null);
    await reader.readExactly(1);
    const mine = bytes("abc");
    reader.unread(mine);
    mine.fill(0);
    expect(text(await reader.readExactly(4))).toBe("abcd");
  });

  test("release gives the connection and what had come, and ends the reader", async () => {
    const source = new ScriptedSource("CONNECT ok\r\n\r\n\x16\x03", "later");
    const reader = new BufferedReader(source);
    await reader.readUntil("\r\n\r\n", { max: 100 });
    const { connection, left } = reader.release();
    expect([connection, text(left)]).toEqual([source, "\x16\x03"]);
    expect(text(await connection.readChunk())).toBe("later");
    await expect(reader.readChunk()).rejects.toMatchObject({ code: "ECLOSED" });
    expect(() => reader.release()).toThrow(expect.objectContaining({ code: "ECLOSED" }));
  });
});
