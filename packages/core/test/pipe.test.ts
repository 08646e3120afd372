import { Failure, pipe } from "@anysock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { open } from "./fake-driver.ts";
import { aTurn, FakeStream, theLook } from "./fake-stream.ts";
import { bytes, code, failure, text } from "./sentences.ts";

const RESET = new Failure("ECONNRESET");

describe.each([{ fills: false }, { fills: true }])("pipe (memory filled: $fills)", ({ fills }) => {
  const stream = (): FakeStream => new FakeStream({ fills });

  test("of a connection to itself is echo: every byte in order, and the count at the end", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("ab");
    const count = pipe(connection, connection);
    network.bring("cd", "ef", null);
    expect(await count).toBe(6);
    expect(network.text).toBe("abcdef");
    expect(network.destroyed).toBe(null);
    await connection.write(bytes("!"));
    expect(network.text).toBe("abcdef!");
  });

  test("between two connections leaves the second one open", async () => {
    const from = await open(stream());
    const to = await open(stream());
    from.stream.bring("ab", null);
    expect(await pipe(from.connection, to.connection)).toBe(2);
    expect(to.stream.text).toBe("ab");
    await to.connection.write(bytes("c"));
    expect(to.stream.text).toBe("abc");
  });

  test("copies the same whatever answers come at once and whatever come later", async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 8 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.infiniteStream(fc.boolean()), async (sent, coin) => {
        const flip = (): boolean => coin.next().value === true;
        const { connection, stream: network } = await open(stream());
        network.sends = flip() ? "later" : "now";
        const count = pipe(connection, connection);
        for (const chunk of [...sent, null]) {
          network.bring(chunk);
          while (network.isPushing && flip()) {
            network.sends = flip() ? "later" : "now";
            network.pushed();
          }
        }
        while (network.isPushing) network.pushed();
        const all = sent.flatMap((chunk) => [...chunk]);
        expect(await count).toBe(all.length);
        expect(network.written).toEqual(all);
      }),
    );
  });

  test("has memory that no read of a cancelled pipe can still fill", async () => {
    const [old, next] = [await open(stream()), await open(stream())];
    const control = new AbortController();
    const canceled = code(pipe(old.connection, old.connection, { signal: control.signal }));
    control.abort();
    expect(await canceled).toBe("ECANCELED");
    next.stream.sends = "later";
    const count = pipe(next.connection, next.connection);
    next.stream.bring("good");
    old.stream.bring("evil");
    next.stream.pushed();
    next.stream.bring(null);
    expect(await count).toBe(4);
    expect(next.stream.text).toBe("good");
  });

  test("reads nothing while the chunk before it is not written: the peer's slowness reaches the sender", async () => {
    const { connection, stream: network } = await open(stream());
    network.sends = "later";
    network.bring("a", "b", "c", null);
    const count = pipe(connection, connection);
    await aTurn();
    expect(network.pulls).toBe(1);
    network.pushed();
    expect(network.pulls).toBe(2);
    network.pushed();
    network.pushed();
    expect(await count).toBe(3);
  });

  test("is the only reader, while it reads and while it writes", async () => {
    const { connection, stream: network } = await open(stream());
    const count = pipe(connection, connection);
    expect(await code(connection.readChunk())).toBe("EBUSY");
    expect(await code(pipe(connection, connection))).toBe("EBUSY");
    network.sends = "later";
    network.bring("a");
    expect(network.isPushing).toBe(true);
    expect(await code(connection.readChunk())).toBe("EBUSY");
    expect(await failure(pipe(connection, connection))).toMatchObject({ code: "EBUSY", operation: "pipe" });
    network.pushed();
    network.bring(null);
    expect(await count).toBe(1);
    expect(await connection.readChunk()).toBe(null);
  });

  test("during a pending read is EBUSY", async () => {
    const { connection, stream: network } = await open(stream());
    const read = connection.readChunk();
    expect(await code(pipe(connection, connection))).toBe("EBUSY");
    network.bring("x");
    expect(text((await read) as Uint8Array)).toBe("x");
  });

  test("takes its turn among other writes to the same connection", async () => {
    const from = await open(stream());
    const to = await open(stream());
    to.stream.sends = "later";
    const writes = [to.connection.write(bytes("1"))];
    const count = pipe(from.connection, to.connection);
    from.stream.bring("a");
    writes.push(to.connection.write(bytes("2")));
    to.stream.pushed();
    from.stream.bring("b", null);
    while (to.stream.isPushing) to.stream.pushed();
    await Promise.all(writes);
    expect(await count).toBe(2);
    expect(to.stream.text).toBe("1a2b");
  });

  test("cancelled while it reads loses nothing and harms neither end", async () => {
    const from = await open(stream());
    const to = await open(stream());
    const control = new AbortController();
    const piped = failure(pipe(from.connection, to.connection, { signal: control.signal }));
    from.stream.bring("a");
    control.abort("why");
    expect(await piped).toMatchObject({ code: "ECANCELED", operation: "pipe", cause: "why" });
    from.stream.bring("b");
    expect(text((await from.connection.readChunk()) as Uint8Array)).toBe("b");
    await to.connection.write(bytes("!"));
    expect(to.stream.text).toBe("a!");
  });

  test("cancelled while a chunk is on its way aborts the writing end, and the reading end can be read", async () => {
    const from = await open(stream());
    const to = await open(stream());
    to.stream.sends = "later";
    const piped = failure(pipe(from.connection, to.connection, { timeout: 1 }));
    from.stream.bring("a", "b");
    expect(await piped).toMatchObject({ code: "ETIMEDOUT", operation: "pipe" });
    expect(to.stream.destroyed).toBe("reset");
    expect(text((await from.connection.readChunk()) as Uint8Array)).toBe("b");
  });

  test("fails with what either end failed with, and lets the other end live", async () => {
    for (const when of ["now", "later"] as const) {
      const from = await open(stream());
      const to = await open(stream());
      to.stream.sends = when === "now" ? RESET : "later";
      from.stream.bring("a");
      const piped = code(pipe(from.connection, to.connection));
      if (when === "later") to.stream.pushed(RESET);
      expect(await piped).toBe("ECONNRESET");
      from.stream.bring("b");
      expect(text((await from.connection.readChunk()) as Uint8Array)).toBe("b");
    }
    const from = await open(stream());
    const to = await open(stream());
    const piped = code(pipe(from.connection, to.connection));
    from.stream.bring("a", RESET);
    expect(await piped).toBe("ECONNRESET");
    await to.connection.write(bytes("!"));
    expect(to.stream.text).toBe("a!");
  });

  test("to a connection that has sent its FIN is EPIPE", async () => {
    const from = await open(stream());
    const to = await open(stream());
    await to.connection.closeWrite();
    from.stream.bring("a");
    expect(await code(pipe(from.connection, to.connection))).toBe("EPIPE");
  });

  test("ends with ECLOSED when its source is closed, while it reads and while it writes, and forwards nothing more", async () => {
    for (const writing of [false, true]) {
      const from = await open(stream());
      const to = await open(stream());
      to.stream.sends = writing ? "later" : "now";
      const piped = code(pipe(from.connection, to.connection));
      from.stream.bring("a");
      const closed = from.connection.close();
      await aTurn();
      from.stream.bring("b");
      if (writing) to.stream.pushed();
      from.stream.bring("c", null);
      expect(await closed).toBe(true);
      expect(await piped).toBe("ECLOSED");
      expect(to.stream.text).toBe("a");
    }
  });

  test("ends with ECLOSED when either end is aborted", async () => {
    for (const which of ["from", "to"] as const) {
      const from = await open(stream());
      const to = await open(stream());
      to.stream.sends = "later";
      const piped = code(pipe(from.connection, to.connection));
      from.stream.bring("a");
      (which === "from" ? from : to).connection.abort();
      if (which === "from") to.stream.pushed();
      expect(await piped).toBe("ECLOSED");
    }
  });

  test("keeps the process alive while it waits, and lets it go afterwards", async () => {
    const from = await open(stream());
    const to = await open(stream());
    const count = pipe(from.connection, to.connection);
    await theLook();
    expect([from.stream.referenced, to.stream.referenced]).toEqual([true, false]);
    to.stream.sends = "later";
    from.stream.bring("a");
    await theLook();
    expect([from.stream.referenced, to.stream.referenced]).toEqual([false, true]);
    to.stream.pushed();
    from.stream.bring(null);
    await count;
    await theLook();
    expect([from.stream.referenced, to.stream.referenced]).toEqual([false, false]);
  });
});

test("pipe of something else than connections, or with a bad wait, is EINVAL", async () => {
  const { connection } = await open();
  expect(await code(pipe({} as typeof connection, connection))).toBe("EINVAL");
  expect(await code(pipe(connection, connection, { timeout: Number.NaN }))).toBe("EINVAL");
  expect(await code(pipe(connection, connection, { signal: AbortSignal.abort() }))).toBe("ECANCELED");
});
