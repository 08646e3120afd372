import { Failure } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { open } from "./fake-driver.ts";
import { aTurn, FakeStream } from "./fake-stream.ts";
import { bytes, code, failure, text } from "./sentences.ts";

const RESET = new Failure("ECONNRESET");

describe.each([
  { fills: false, kind: "chunks of the runtime's own" },
  { fills: true, kind: "memory that is filled" },
])("reading from a stream of $kind", ({ fills }) => {
  const stream = (): FakeStream => new FakeStream({ fills });

  test("gives bytes that are already here, in order, as many as fit", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("hello", "world");
    const into = new Uint8Array(4);
    const got: string[] = [];
    while (got.join("").length < 10) got.push(text(into.subarray(0, (await connection.read(into)) ?? 0)));
    expect(got.join("")).toBe("helloworld");
    expect(got.every((part) => part.length >= 1 && part.length <= 4)).toBe(true);
  });

  test("gives bytes that come later", async () => {
    const { connection, stream: network } = await open(stream());
    const into = new Uint8Array(10);
    const count = connection.read(into);
    network.bring("later");
    expect(await count).toBe(5);
    expect(text(into.subarray(0, 5))).toBe("later");
  });

  test("asks for nothing while nobody reads, and for nothing beyond what was read", async () => {
    const { connection, stream: network } = await open(stream());
    await aTurn();
    expect(network.pulls).toBe(0);
    network.bring("abc", "def");
    await connection.read(new Uint8Array(3));
    await aTurn();
    expect(network.pulls).toBe(1);
  });

  test("by chunk and by memory can be mixed, and no byte is skipped", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("abcde", "fg");
    const into = new Uint8Array(2);
    await connection.read(into);
    expect(text(into)).toBe("ab");
    let rest = "";
    while (rest.length < 5) rest += text((await connection.readChunk()) ?? new Uint8Array());
    expect(rest).toBe("cdefg");
  });

  test("a chunk is the caller's to keep: later reads do not change it", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("first");
    const first = await connection.readChunk();
    network.bring("other");
    const second = await connection.readChunk();
    expect([text(first as Uint8Array), text(second as Uint8Array)]).toEqual(["first", "other"]);
  });

  test("after the peer's FIN gives null, for ever", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("x", null);
    const into = new Uint8Array(1);
    expect(await connection.read(into)).toBe(1);
    for (let again = 0; again < 3; again++) {
      expect(await connection.read(into)).toBe(null);
      expect(await connection.readChunk()).toBe(null);
    }
    await connection.close();
    expect(await connection.read(into)).toBe(null);
  });

  test("after a failure reports it, for ever, and after the bytes that came before it", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("x", RESET);
    const into = new Uint8Array(1);
    expect(await connection.read(into)).toBe(1);
    for (let again = 0; again < 3; again++) {
      expect(await failure(connection.read(into))).toMatchObject({ code: "ECONNRESET", operation: "read" });
      expect(await failure(connection.readChunk())).toMatchObject({ code: "ECONNRESET", operation: "read" });
    }
    expect(await connection.closed).toMatchObject({ code: "ECONNRESET" });
    expect(network.destroyed).toBe("release");
  });

  test("bytes that a read left over are read before the failure that came meanwhile", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("xyz", RESET);
    const into = new Uint8Array(1);
    const got: string[] = [];
    for (let at = 0; at < 3; at++) {
      await connection.read(into);
      got.push(text(into));
    }
    expect(got.join("")).toBe("xyz");
    expect(await code(connection.read(into))).toBe("ECONNRESET");
  });

  test("a pending read learns of the end, and of a failure", async () => {
    const ended = await open(stream());
    const end = ended.connection.readChunk();
    ended.stream.bring(null);
    expect(await end).toBe(null);
    const failed = await open(stream());
    const reset = failure(failed.connection.readChunk());
    failed.stream.bring(RESET);
    expect(await reset).toMatchObject({ code: "ECONNRESET", operation: "read" });
  });

  test("a second reader gets EBUSY, and the first one its bytes", async () => {
    const { connection, stream: network } = await open(stream());
    const first = connection.readChunk();
    expect(await code(connection.readChunk())).toBe("EBUSY");
    expect(await code(connection.read(new Uint8Array(1)))).toBe("EBUSY");
    network.bring("x");
    expect(text((await first) as Uint8Array)).toBe("x");
  });

  test.each(["signal", "timeout"])(
    "a read that its %s ended has consumed nothing and never touches its memory",
    async (by) => {
      const { connection, stream: network } = await open(stream());
      const into = new Uint8Array(4).fill(0xee);
      const control = new AbortController();
      const reason = new Error("enough");
      const read = failure(connection.read(into, by === "signal" ? { signal: control.signal } : { timeout: 1 }));
      control.abort(reason);
      const error = await read;
      expect(error.code).toBe(by === "signal" ? "ECANCELED" : "ETIMEDOUT");
      if (by === "signal") expect(error.cause).toBe(reason);
      network.bring("abcdef");
      await aTurn();
      expect([...into]).toEqual([0xee, 0xee, 0xee, 0xee]);
      const next = new Uint8Array(10);
      expect(await connection.read(next)).toBe(6);
      expect(text(next.subarray(0, 6))).toBe("abcdef");
      expect([...into]).toEqual([0xee, 0xee, 0xee, 0xee]);
    },
  );

  test("a read whose signal is aborted already starts nothing", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("x");
    expect(await code(connection.readChunk({ signal: AbortSignal.abort() }))).toBe("ECANCELED");
    expect(network.pulls).toBe(0);
    expect(text((await connection.readChunk()) as Uint8Array)).toBe("x");
  });

  test("a read that was cancelled, then one that waits, gets the bytes, the end or the failure", async () => {
    for (const incoming of ["x", null, RESET]) {
      const { connection, stream: network } = await open(stream());
      expect(await code(connection.readChunk({ timeout: 0 }))).toBe("ETIMEDOUT");
      const next = connection.readChunk().then(
        (chunk) => (chunk === null ? null : text(chunk)),
        (error: unknown) => (error as { code: string }).code,
      );
      network.bring(incoming);
      expect(await next).toBe(incoming instanceof Failure ? "ECONNRESET" : incoming);
    }
  });

  test("a timeout counts from its own read, not from an earlier one", async () => {
    const { connection, stream: network } = await open(stream());
    const short = connection.readChunk({ timeout: 10_000 });
    network.bring("a");
    await short;
    const begun = performance.now();
    expect(await code(connection.readChunk({ timeout: 20 }))).toBe("ETIMEDOUT");
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(await code(connection.readChunk({ timeout: 5 }))).toBe("ETIMEDOUT");
  });

  test("memory lent to a read is not touched after the read has settled, even by a close", async () => {
    const { connection, stream: network } = await open(stream());
    const into = new Uint8Array(4).fill(0xee);
    const read = code(connection.read(into)).then((result) => {
      into.fill(0xdd);
      return result;
    });
    const closed = connection.close();
    await aTurn();
    network.bring("late", null);
    expect(await closed).toBe(true);
    expect(await read).toBe("ECLOSED");
    expect([...into]).toEqual([0xdd, 0xdd, 0xdd, 0xdd]);
  });

  test("iteration gives the chunks and ends with the peer's FIN", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("ab", "cd", null);
    const got: string[] = [];
    for await (const chunk of connection) got.push(text(chunk));
    expect(got).toEqual(["ab", "cd"]);
    expect(network.destroyed).toBe(null);
  });

  test("iteration throws what ended the connection, and leaving it early closes nothing", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("ab", "cd", RESET);
    for await (const chunk of connection) {
      expect(text(chunk)).toBe("ab");
      break;
    }
    expect(network.destroyed).toBe(null);
    const rest = (async () => {
      for await (const chunk of connection) expect(text(chunk)).toBe("cd");
    })();
    expect(await code(rest)).toBe("ECONNRESET");
  });
});

test("memory of no byte, or something else than bytes, is EINVAL and consumes nothing", async () => {
  const { connection, stream } = await open();
  stream.bring("x");
  for (const into of [new Uint8Array(0), new ArrayBuffer(4), new DataView(new ArrayBuffer(4)), "text", undefined, 7]) {
    expect(await code(connection.read(into as Uint8Array))).toBe("EINVAL");
  }
  expect(text((await connection.readChunk()) as Uint8Array)).toBe("x");
});

test("an end that follows a failure of a write is that failure, not a clean end", async () => {
  const { connection, stream } = await open();
  stream.sends = RESET;
  expect(await code(connection.write(bytes("x")))).toBe("ECONNRESET");
  stream.bring(null);
  expect(await failure(connection.readChunk())).toMatchObject({ code: "ECONNRESET", operation: "read" });
});

test("bytes that came before a failure that a write met first are still read", async () => {
  const { connection, stream } = await open();
  stream.bring("x");
  stream.sends = new Failure("EPIPE");
  expect(await code(connection.write(bytes("y")))).toBe("EPIPE");
  expect(text((await connection.readChunk()) as Uint8Array)).toBe("x");
});

test("a chunk is a plain Uint8Array, whatever the runtime's own kind: its slice is a copy", async () => {
  class RuntimeBuffer extends Uint8Array {
    override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
      return this.subarray(start, end) as Uint8Array<ArrayBuffer>;
    }
  }
  const { connection, stream } = await open();
  stream.bring(RuntimeBuffer.from(bytes("abc")));
  const chunk = (await connection.readChunk()) as Uint8Array;
  const copy = chunk.slice();
  chunk.fill(0);
  expect(text(copy)).toBe("abc");
});
