import { DONE, Failure } from "@anysock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { open } from "./fake-driver.ts";
import { aTurn, FakeStream } from "./fake-stream.ts";
import { bytes, code, failure } from "./sentences.ts";

const RESET = new Failure("ECONNRESET");

function slow(): FakeStream {
  const stream = new FakeStream();
  stream.sends = "later";
  return stream;
}

describe("write", () => {
  test("settles when everything was taken, at once or later", async () => {
    const { connection, stream } = await open();
    await connection.write(bytes("now"));
    stream.sends = "later";
    let settled = false;
    const write = connection.write(bytes("later")).then(() => {
      settled = true;
    });
    await aTurn();
    expect(settled).toBe(false);
    stream.pushed();
    await write;
    expect(stream.text).toBe("nowlater");
  });

  test("calls are served in their order and one at a time", async () => {
    const { connection, stream } = await open(slow());
    const settled: number[] = [];
    const writes = ["a", "b", "c"].map((letter, at) => connection.write(bytes(letter)).then(() => settled.push(at)));
    for (const expected of ["a", "ab", "abc"]) {
      stream.pushed();
      expect(stream.text).toBe(expected);
    }
    await Promise.all(writes);
    expect(settled).toEqual([0, 1, 2]);
  });

  test("of arrays sends what their concatenation would, however the answers come", async () => {
    const data = fc.array(fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(data, fc.infiniteStream(fc.boolean()), async (writes, later) => {
        const { connection, stream } = await open();
        const all = Promise.all(
          writes.map((pieces) => {
            stream.sends = later.next().value === true ? "later" : "now";
            return connection.write(pieces);
          }),
        );
        while (stream.isPushing) {
          stream.sends = later.next().value === true ? "later" : "now";
          stream.pushed();
        }
        await all;
        expect(stream.written).toEqual(writes.flat().flatMap((piece) => [...piece]));
      }),
    );
  });

  test("of an array of large pieces copies none of them and sends them in order", async () => {
    const { connection, stream } = await open(slow());
    const pieces = [1, 2, 3].map((value) => new Uint8Array(20_000).fill(value));
    const write = connection.write(pieces);
    for (let at = 0; at < 3; at++) stream.pushed();
    await write;
    expect(stream.pushes).toBe(3);
    expect(stream.written.length).toBe(60_000);
    expect([0, 20_000, 40_000].map((at) => stream.written[at])).toEqual([1, 2, 3]);
  });

  test("of no bytes sends nothing, and settles in its turn", async () => {
    const { connection, stream } = await open();
    await connection.write(new Uint8Array(0));
    await connection.write([]);
    await connection.write([new Uint8Array(0)]);
    expect(stream.pushes).toBe(0);
    stream.sends = "later";
    const order: string[] = [];
    const first = connection.write(bytes("a")).then(() => order.push("a"));
    const empty = connection.write(new Uint8Array(0)).then(() => order.push("empty"));
    const last = connection.write(bytes("b")).then(() => order.push("b"));
    await aTurn();
    expect(order).toEqual([]);
    stream.pushed();
    stream.pushed();
    await Promise.all([first, empty, last]);
    expect(order).toEqual(["a", "empty", "b"]);
  });

  test.each([
    ["text"],
    [7],
    [null],
    [undefined],
    [[7]],
    [["a"]],
    [new ArrayBuffer(1)],
    [new DataView(new ArrayBuffer(1))],
  ])("of %s is EINVAL and not final", async (data) => {
    const { connection, stream } = await open();
    expect(await code(connection.write(data as unknown as Uint8Array))).toBe("EINVAL");
    await connection.write(bytes("x"));
    expect(stream.text).toBe("x");
  });

  test("that waits in the queue can be taken back: it has written nothing and the others go on", async () => {
    const { connection, stream } = await open(slow());
    const control = new AbortController();
    const first = connection.write(bytes("a"));
    const second = failure(connection.write(bytes("b"), { signal: control.signal }));
    const timed = failure(connection.write(bytes("c"), { timeout: 1 }));
    const last = connection.write(bytes("d"));
    control.abort("why");
    expect(await second).toMatchObject({ code: "ECANCELED", operation: "write", cause: "why" });
    expect(await timed).toMatchObject({ code: "ETIMEDOUT", operation: "write" });
    stream.pushed();
    stream.pushed();
    await Promise.all([first, last]);
    expect(stream.text).toBe("ad");
    expect(stream.destroyed).toBe(null);
  });

  test("that had started when its wait ended has aborted the connection, and every later operation says so", async () => {
    const { connection, stream } = await open(slow());
    const started = failure(connection.write(bytes("a"), { timeout: 1 }));
    const queued = failure(connection.write(bytes("b")));
    expect(await started).toMatchObject({ code: "ETIMEDOUT", operation: "write" });
    expect(await queued).toMatchObject({ code: "ETIMEDOUT", operation: "write" });
    expect(stream.destroyed).toBe("reset");
    expect(await code(connection.write(bytes("c")))).toBe("ETIMEDOUT");
    expect(await failure(connection.readChunk())).toMatchObject({ code: "ETIMEDOUT", operation: "read" });
    expect(await connection.closed).toMatchObject({ code: "ETIMEDOUT" });
    expect(await connection.close()).toBe(false);
  });

  test("whose signal is aborted already writes nothing", async () => {
    const { connection, stream } = await open();
    expect(await code(connection.write(bytes("x"), { signal: AbortSignal.abort() }))).toBe("ECANCELED");
    expect(stream.pushes).toBe(0);
    await connection.write(bytes("y"));
  });

  test.each(["now", "later"])(
    "a failure told %s fails the queue, and nothing is sent behind the hole",
    async (when) => {
      const { connection, stream } = await open(slow());
      const first = connection.write(bytes("a"));
      const all = ["b", "c", "d"].map((letter) => failure(connection.write(bytes(letter))));
      if (when === "later") {
        all.push(failure(first));
        stream.pushed(RESET);
      } else {
        // After the one failure the runtime would take bytes again, as some do.
        const { push } = stream;
        stream.push = (data) => {
          stream.push = push;
          stream.sends = "now";
          expect(data).toEqual(bytes("b"));
          return RESET;
        };
        stream.pushed(DONE);
        await first;
      }
      for (const write of all) expect(await write).toMatchObject({ code: "ECONNRESET", operation: "write" });
      expect(stream.text).toBe(when === "later" ? "" : "a");
      expect(await code(connection.write(bytes("e")))).toBe("ECONNRESET");
      expect(await code(connection.closeWrite())).toBe("ECONNRESET");
      expect(await connection.closed).toMatchObject({ code: "ECONNRESET" });
      expect(await connection.close()).toBe(false);
      expect(stream.destroyed).toBe("reset");
    },
  );

  test("a failure that a read met fails the pending writes", async () => {
    const { connection, stream } = await open(slow());
    const write = failure(connection.write(bytes("a")));
    const queued = failure(connection.write(bytes("b")));
    const read = failure(connection.readChunk());
    stream.bring(RESET);
    expect(await read).toMatchObject({ code: "ECONNRESET", operation: "read" });
    expect(await write).toMatchObject({ code: "ECONNRESET", operation: "write" });
    expect(await queued).toMatchObject({ code: "ECONNRESET", operation: "write" });
  });
});

describe("closeWrite", () => {
  test("sends FIN after everything that was written, and reading goes on", async () => {
    const { connection, stream } = await open(slow());
    const write = connection.write(bytes("a"));
    const fin = connection.closeWrite();
    expect(stream.shutdowns).toBe(0);
    stream.pushed();
    await Promise.all([write, fin]);
    expect(stream.shutdowns).toBe(1);
    stream.bring("x");
    expect(await connection.read(new Uint8Array(1))).toBe(1);
  });

  test("twice is once", async () => {
    const { connection, stream } = await open();
    stream.shuts = "later";
    const both = Promise.all([connection.closeWrite(), connection.closeWrite()]);
    stream.shut();
    await both;
    await connection.closeWrite();
    expect(stream.shutdowns).toBe(1);
  });

  test("a write after it is EPIPE, which is not final", async () => {
    const { connection, stream } = await open();
    await connection.closeWrite();
    expect(await failure(connection.write(bytes("x")))).toMatchObject({ code: "EPIPE", operation: "write" });
    stream.bring("y", null);
    expect(await connection.read(new Uint8Array(1))).toBe(1);
    expect(await connection.read(new Uint8Array(1))).toBe(null);
    expect(await connection.closed).toBe(null);
  });

  test("ending its wait does not take the FIN back", async () => {
    const { connection, stream } = await open(slow());
    const write = connection.write(bytes("a"));
    expect(await code(connection.closeWrite({ timeout: 1 }))).toBe("ETIMEDOUT");
    expect(await code(connection.closeWrite({ signal: AbortSignal.abort() }))).toBe("ECANCELED");
    stream.pushed();
    await write;
    await connection.closeWrite();
    expect(stream.shutdowns).toBe(1);
  });

  test("whose signal is aborted already, before any FIN, sends none", async () => {
    const { connection, stream } = await open();
    expect(await code(connection.closeWrite({ signal: AbortSignal.abort() }))).toBe("ECANCELED");
    expect(stream.shutdowns).toBe(0);
    await connection.write(bytes("x"));
  });

  test.each(["now", "later"] as const)("a failure told %s is reported, and final", async (when) => {
    const { connection, stream } = await open();
    stream.shuts = when === "now" ? RESET : "later";
    const fin = failure(connection.closeWrite());
    if (when === "later") stream.shut(RESET);
    expect(await fin).toMatchObject({ code: "ECONNRESET", operation: "closeWrite" });
    expect(await code(connection.closeWrite())).toBe("ECONNRESET");
    expect(await code(connection.write(bytes("x")))).toBe("ECONNRESET");
  });

  test("and the peer's FIN, in either order, release the connection in good order", async () => {
    for (const first of ["ours", "theirs"]) {
      const { connection, stream } = await open();
      if (first === "ours") await connection.closeWrite();
      stream.bring(null);
      expect(await connection.readChunk()).toBe(null);
      if (first === "theirs") await connection.closeWrite();
      expect(await connection.closed).toBe(null);
      expect(stream.destroyed).toBe("release");
      expect(await connection.close()).toBe(true);
    }
  });
});
