import { type Connection, Failure, type Wait } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { open } from "./fake-driver.ts";
import { aTurn, FakeStream } from "./fake-stream.ts";
import { bytes, code, failure } from "./sentences.ts";

const RESET = new Failure("ECONNRESET");

function slow(): FakeStream {
  const stream = new FakeStream();
  stream.sends = stream.shuts = "later";
  return stream;
}

describe("close", () => {
  test("flushes, sends FIN, waits for the peer's FIN, releases, and says true", async () => {
    const { connection, stream } = await open(slow());
    const write = connection.write(bytes("a"));
    let said: boolean | undefined;
    const closed = connection.close().then((value) => {
      said = value;
    });
    stream.pushed();
    await write;
    await aTurn();
    expect([stream.shutdowns, said]).toEqual([1, undefined]);
    stream.shut();
    await aTurn();
    expect([stream.destroyed, said]).toEqual([null, undefined]);
    stream.bring(null);
    await closed;
    expect([stream.destroyed, said]).toEqual(["release", true]);
    expect(await connection.closed).toBe(null);
  });

  test.each([false, true])("throws away what a chatty peer sends meanwhile (memory filled: %s)", async (fills) => {
    const { connection, stream } = await open(new FakeStream({ fills }));
    stream.bring("unread");
    const closed = connection.close();
    for (let at = 0; at < 5; at++) {
      stream.bring("noise", "noise");
      await aTurn();
    }
    stream.bring(null);
    expect(await closed).toBe(true);
  });

  test("reads nothing before its own FIN: two ends whose writes are stuck wait for each other until a timeout", async () => {
    const { connection, stream } = await open(slow());
    const write = code(connection.write(bytes("stuck")));
    const closed = connection.close({ timeout: 20 });
    stream.bring("what the other end is stuck with");
    await aTurn();
    expect(stream.pulls).toBe(0);
    expect(await closed).toBe(false);
    expect(await write).toBe("ETIMEDOUT");
    expect(stream.destroyed).toBe("reset");
  });

  test("after the peer's FIN waits for nothing but the flush", async () => {
    const { connection, stream } = await open();
    stream.bring(null);
    expect(await connection.readChunk()).toBe(null);
    expect(await connection.close()).toBe(true);
    expect(stream.destroyed).toBe("release");
  });

  test("twice is once, and both learn the same", async () => {
    const { connection, stream } = await open();
    const both = Promise.all([connection.close(), connection.close({ timeout: 60_000 })]);
    await aTurn();
    stream.bring(null);
    expect(await both).toEqual([true, true]);
    expect(await connection.close()).toBe(true);
    expect(stream.shutdowns).toBe(1);
  });

  const hurries: Record<string, () => Wait> = {
    timeout: () => ({ timeout: 1 }),
    signal: () => ({ signal: AbortSignal.timeout(1) }),
    "signal that has come already": () => ({ signal: AbortSignal.abort() }),
  };
  test.each(Object.entries(hurries))("that flushes is cut short by the %s of a later call", async (_by, wait) => {
    const { connection, stream } = await open(slow());
    const write = failure(connection.write(bytes("a")));
    const first = connection.close();
    expect(await connection.close(wait())).toBe(false);
    expect([await first, stream.destroyed, (await write).operation]).toEqual([false, "reset", "write"]);
  });

  test.each(Object.entries(hurries))(
    "that waits for the peer is cut short by the %s of a later call",
    async (_by, wait) => {
      const { connection, stream } = await open();
      const first = connection.close({ timeout: 60_000 });
      await aTurn();
      expect(await connection.close(wait())).toBe(false);
      expect([await first, stream.destroyed]).toEqual([false, "release"]);
    },
  );

  test("ends a pending read with ECLOSED, and every operation that comes after it", async () => {
    const { connection, stream } = await open();
    const read = failure(connection.readChunk());
    const closed = connection.close();
    expect(await read).toMatchObject({ code: "ECLOSED", operation: "read" });
    await aTurn();
    const during = [
      connection.readChunk(),
      connection.read(new Uint8Array(1)),
      connection.write(bytes("x")),
      connection.write(new Uint8Array(0)),
    ];
    for (const operation of during) expect(await code(operation)).toBe("ECLOSED");
    stream.bring("x", null);
    expect(await closed).toBe(true);
    expect(await code(connection.write(bytes("x")))).toBe("ECLOSED");
    // Not the end, although close has met it: the byte before it was thrown away.
    expect(await code(connection.readChunk())).toBe("ECLOSED");
    expect(await code(connection.closeWrite())).toBe("ECLOSED");
    expect(() => connection.set({ noDelay: true })).toThrow("ECLOSED");
  });

  test("after a cancelled view still tells the read whose memory is lent, once it is its own again", async () => {
    const { connection, stream } = await open(new FakeStream({ fills: true }));
    const read = code(connection.read(new Uint8Array(1)));
    await connection.readable.cancel();
    const closed = connection.close();
    await aTurn();
    stream.bring(null);
    expect(await Promise.race([read, aTurn()])).toBe("ECLOSED");
    expect(await closed).toBe(true);
  });

  test.each([false, true])(
    "is not cut short by a view that is cancelled meanwhile (memory lent: %s)",
    async (fills) => {
      const { connection, stream } = await open(new FakeStream({ fills }));
      const read = code(connection.read(new Uint8Array(1)));
      const closed = connection.close();
      await aTurn();
      await connection.readable.cancel();
      stream.bring("x", null);
      expect(await closed).toBe(true);
      expect(await read).toBe("ECLOSED");
    },
  );

  test("with a peer that never sends its FIN says false after its timeout, and later operations say ECLOSED", async () => {
    const { connection, stream } = await open();
    expect(await connection.close({ timeout: 1 })).toBe(false);
    expect(stream.destroyed).toBe("release");
    expect(await connection.closed).not.toBe(null);
    expect(await code(connection.readChunk())).toBe("ECLOSED");
    expect(await code(connection.write(bytes("x")))).toBe("ECLOSED");
  });

  test("that cannot flush within its timeout resets, and the pending write learns of it", async () => {
    const { connection, stream } = await open(slow());
    const write = failure(connection.write(bytes("a")));
    expect(await connection.close({ timeout: 1 })).toBe(false);
    expect(stream.destroyed).toBe("reset");
    expect((await write).operation).toBe("write");
    expect(await connection.closed).toMatchObject({ code: "ETIMEDOUT" });
  });

  test.each(["before it", "during the flush", "during the wait for the peer"])(
    "whose signal comes %s says false",
    async (when) => {
      const { connection, stream } = await open(slow());
      const control = new AbortController();
      if (when === "before it") control.abort();
      const write = when === "during the flush" ? code(connection.write(bytes("a"))) : undefined;
      const closed = connection.close({ signal: control.signal });
      await aTurn();
      if (when === "during the wait for the peer") {
        stream.shut();
        await aTurn();
      }
      control.abort();
      expect(await closed).toBe(false);
      expect(stream.destroyed).toBe(when === "during the wait for the peer" ? "release" : "reset");
      if (write !== undefined) expect(await write).toBe("ECANCELED");
      expect(await connection.closed).toMatchObject({ code: "ECANCELED" });
    },
  );

  test("whose signal comes between the flush and the wait for the peer says false at once", async () => {
    const { connection, stream } = await open();
    const control = new AbortController();
    const closed = connection.close({ signal: control.signal, timeout: 60_000 });
    // A FIN that was sent at once is known a few microtasks later, and nobody listens to the signal for one of them.
    for (let at = 0; at < 20 && !stream.isPulled; at++) {
      await null;
      if (stream.shutdowns === 1) control.abort();
    }
    expect(await Promise.race([closed, aTurn()])).toBe(false);
    expect(stream.destroyed).not.toBe(null);
  });

  test("of a connection that failed says false and releases it", async () => {
    const { connection, stream } = await open();
    stream.sends = RESET;
    await code(connection.write(bytes("x")));
    expect(await connection.close()).toBe(false);
    expect(stream.destroyed).not.toBe(null);
    expect(await connection.closed).toMatchObject({ code: "ECONNRESET" });
  });

  test("says false where the peer resets during the flush, or in place of its FIN", async () => {
    const flushing = await open(slow());
    const write = code(flushing.connection.write(bytes("a")));
    const first = flushing.connection.close();
    flushing.stream.pushed(RESET);
    expect([await write, await first]).toEqual(["ECONNRESET", false]);
    const waiting = await open();
    const second = waiting.connection.close();
    await aTurn();
    waiting.stream.bring("x", RESET);
    expect(await second).toBe(false);
    expect(await waiting.connection.closed).toMatchObject({ code: "ECONNRESET" });
  });

  test("of bad arguments is EINVAL and closes nothing", async () => {
    const { connection, stream } = await open();
    expect(await code(connection.close({ timeout: -1 }))).toBe("EINVAL");
    await connection.write(bytes("x"));
    expect(stream.text).toBe("x");
  });

  test("is what leaving an await using block does", async () => {
    const { connection, stream } = await open();
    const left = connection[Symbol.asyncDispose]();
    stream.bring(null);
    await left;
    expect(stream.destroyed).toBe("release");
  });
});

/** Ways to end the use of a connection. */
const ends = {
  close: async (connection: Connection) => expect(await connection.close()).toBe(true),
  abort: (connection: Connection) => connection.abort(),
} as const;

describe.each(Object.entries(ends))("%s of a connection that had come to its end by itself", (_, end) => {
  test.each(["told", "not told"])(
    "says ECLOSED to what follows, and the end is %s again where it was",
    async (told) => {
      const { connection, stream } = await open();
      const cancelled = connection.readChunk({ signal: AbortSignal.abort() });
      expect(await code(cancelled)).toBe("ECANCELED");
      const controller = new AbortController();
      const given = code(connection.readChunk({ signal: controller.signal }));
      controller.abort();
      expect(await given).toBe("ECANCELED");
      // What the cancelled read had asked for comes, and nobody is there to be told.
      stream.bring(null);
      if (told === "told") expect(await connection.readChunk()).toBe(null);
      await connection.closeWrite();
      expect(stream.destroyed).toBe("release");
      expect(await code(connection.write(bytes("a")))).toBe("EPIPE");
      await end(connection);
      const read = connection.readChunk();
      if (told === "told") expect(await read).toBe(null);
      else expect(await code(read)).toBe("ECLOSED");
      expect(await code(connection.write(bytes("a")))).toBe("ECLOSED");
      expect(await code(connection.closeWrite())).toBe("ECLOSED");
      expect(await connection.closed).toBe(null);
      expect(await connection.close()).toBe(true);
    },
  );
});

test("a close behind an end that only a cancelled read has met is ECLOSED to reads", async () => {
  const { connection, stream } = await open();
  const controller = new AbortController();
  const given = code(connection.readChunk({ signal: controller.signal }));
  controller.abort();
  expect(await given).toBe("ECANCELED");
  stream.bring(null);
  expect(await connection.close()).toBe(true);
  expect(await code(connection.readChunk())).toBe("ECLOSED");
});

describe("abort", () => {
  test("resets at once; pending operations and later ones report ECLOSED with the reason", async () => {
    const { connection, stream } = await open(slow());
    const pending = [
      connection.readChunk(),
      connection.write(bytes("a")),
      connection.write(bytes("b")),
      connection.closeWrite(),
    ];
    const errors = pending.map((operation) => failure(operation));
    const reason = new Error("enough");
    connection.abort(reason);
    expect(stream.destroyed).toBe("reset");
    for (const error of errors) expect(await error).toMatchObject({ code: "ECLOSED", cause: reason });
    expect(await failure(connection.readChunk())).toMatchObject({ code: "ECLOSED", operation: "read" });
    expect(await failure(connection.write(bytes("c")))).toMatchObject({ code: "ECLOSED", operation: "write" });
    expect(await connection.closed).toMatchObject({ code: "ECLOSED", cause: reason });
    expect(await connection.close()).toBe(false);
    connection.abort();
  });

  test("during a close ends it with false", async () => {
    for (const flushed of [false, true]) {
      const { connection, stream } = await open(slow());
      const closed = connection.close();
      if (flushed) stream.shut();
      await aTurn();
      connection.abort();
      expect(await closed).toBe(false);
      expect(stream.destroyed).toBe("reset");
    }
  });

  test("after a close in good order does nothing", async () => {
    const { connection, stream } = await open();
    stream.bring(null);
    expect(await connection.close()).toBe(true);
    connection.abort();
    expect(stream.destroyed).toBe("release");
    expect(await connection.closed).toBe(null);
  });

  test("releases memory that was lent to a read", async () => {
    const { connection } = await open(new FakeStream({ fills: true }));
    const read = code(connection.read(new Uint8Array(1)));
    const closed = connection.close();
    connection.abort();
    expect(await read).toBe("ECLOSED");
    expect(await closed).toBe(false);
  });
});
