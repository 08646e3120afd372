import type { SocketError } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { pattern, sha256 } from "./peer.ts";
import { type Setting, staysPending } from "./setting.ts";
import { socketError } from "./socket-error.ts";

/** Larger than the buffers of both kernels' ends together. */
const LARGE = 16 * 1024 * 1024;
const sample = pattern(LARGE);
const sampleHash = await sha256(sample);
const tailHash = await sha256(sample.slice(1));

const bytes = new TextEncoder();
const text = new TextDecoder();

export function streamSuite(setting: Setting): void {
  describe.each(["connected", "accepted"] as const)("a connection that was %s", (how) => {
    test("gives the bytes before the peer's FIN, then null for ever, and the peer still gets what is written", async () => {
      const { connection, end } = await setting[how]();
      await end.send("hello");
      await end.fin();
      const into = new Uint8Array(3);
      expect([await connection.read(into), text.decode(into)]).toEqual([3, "hel"]);
      expect(text.decode((await connection.readChunk()) ?? undefined)).toBe("lo");
      for (let again = 0; again < 3; again++) expect(await connection.read(into)).toBe(null);
      await connection.write(bytes.encode("still here"));
      await connection.closeWrite();
      expect(await end.receive()).toMatchObject({ text: "still here", stopped: "FIN" });
      expect(await connection.closed).toBe(null);
    });

    test.each(setting.isTcp ? ["whole", "half, and resets later"] : ["whole"])(
      "gives the bytes, then null for ever, to a reader that comes after the peer has closed (%s)",
      async (closes) => {
        const { connection, end } = await setting[how]();
        const first = connection.readChunk();
        await end.send("answer");
        expect(text.decode((await first) ?? undefined)).toBe("answer");
        if (closes === "whole") {
          await end.close();
        } else {
          await end.fin();
          await end.reset();
        }
        // Nobody reads meanwhile; the runtime has seen the end.
        await setting.peer.turn();
        for (let again = 0; again < 3; again++) expect(await connection.readChunk()).toBe(null);
      },
    );

    test("sends FIN by closeWrite and nothing else: what the peer sends after it arrives", async () => {
      const { connection, end } = await setting[how]();
      await connection.write(bytes.encode("question"));
      await connection.closeWrite();
      expect(await end.receive()).toMatchObject({ text: "question", stopped: "FIN" });
      await end.send("answer");
      expect(text.decode((await connection.readChunk()) ?? undefined)).toBe("answer");
      await end.fin();
      expect(await connection.readChunk()).toBe(null);
      expect(await connection.closed).toBe(null);
    });

    test("loses no byte to a reader that starts late and reads little, and the peer's FIN comes after them", async () => {
      const { connection, end } = await setting[how]();
      const sent = end.send(LARGE).then(() => end.fin());
      const all = new Uint8Array(LARGE);
      const into = new Uint8Array(10_007);
      let length = 0;
      for (let count = await connection.read(into); count !== null; count = await connection.read(into)) {
        all.set(into.subarray(0, count), length);
        length += count;
      }
      await sent;
      expect(length).toBe(LARGE);
      expect(await sha256(all)).toBe(sampleHash);
    });

    test("delivers all of a write to a peer that reads late, then FIN; write settles when it was taken", async () => {
      const { connection, end } = await setting[how]();
      let taken = false;
      const write = connection.write(sample).then(() => {
        taken = true;
      });
      const fin = connection.closeWrite();
      expect(await end.receive(1)).toMatchObject({ length: 1 });
      expect(taken).toBe(false);
      const told = await end.receive();
      await Promise.all([write, fin]);
      expect(told).toMatchObject({ length: LARGE - 1, stopped: "FIN", sha256: tailHash });
    });
  });

  test("memory may be filled anew once its write has settled, however late the peer reads", async () => {
    const { connection, end } = await setting.connected();
    // Not of the pattern's period, or what is written over it would be the same.
    const memory = new Uint8Array(50_000);
    const writing = (async () => {
      for (let at = 0; at < LARGE; at += memory.length) {
        const part = sample.subarray(at, at + memory.length);
        memory.set(part);
        await connection.write(memory.subarray(0, part.length));
      }
      await connection.closeWrite();
    })();
    // By then the kernel has taken what it can, and a write waits.
    expect(await staysPending(writing)).toBe(true);
    expect(await end.receive()).toMatchObject({ length: LARGE, sha256: sampleHash, stopped: "FIN" });
    await writing;
  });

  test("bytes that came before the first read are kept, and every byte value passes both ways", async () => {
    const { connection, end } = await setting.connected();
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, at) => at));
    await end.send(all);
    let got: number[] = [];
    while (got.length < 256) got = [...got, ...((await connection.readChunk()) ?? [])];
    expect(got).toEqual(Array.from({ length: 256 }, (_, at) => at));
    await connection.write(Uint8Array.from(got));
    expect(await end.receive(256)).toMatchObject({ length: 256, sha256: await sha256(Uint8Array.from(got)) });
  });

  test("a cancelled read consumes nothing and does not touch its memory; a second reader is EBUSY", async () => {
    const { connection, end } = await setting.connected();
    const into = new Uint8Array(4).fill(0xee);
    const read = expect(connection.read(into, { timeout: 5 })).rejects.toMatchObject(socketError("ETIMEDOUT"));
    await expect(connection.readChunk()).rejects.toMatchObject(socketError("EBUSY"));
    await read;
    await end.send("same");
    expect(text.decode((await connection.readChunk()) ?? undefined)).toBe("same");
    expect([...into]).toEqual([0xee, 0xee, 0xee, 0xee]);
  });

  test("nothing is read while nobody reads: the peer's send stalls, and goes on when somebody does", async () => {
    const { connection, end } = await setting.connected();
    await end.send("x");
    await connection.read(new Uint8Array(1));
    const sending = end.send(LARGE);
    expect(await staysPending(sending)).toBe(true);
    let length = 0;
    while (length < LARGE) length += (await connection.readChunk())?.length ?? LARGE;
    await sending;
    expect(length).toBe(LARGE);
  });

  test("concurrent writes do not interleave, and an array equals its concatenation", async () => {
    const { connection, end } = await setting.connected();
    const size = 3 * 1024 * 1024;
    const parts = [1, 2, 3].map((value) => new Uint8Array(size).fill(value));
    const writes = [
      connection.write(parts[0] as Uint8Array),
      connection.write(parts.slice(1)),
      connection.closeWrite(),
    ];
    const told = await end.receive();
    await Promise.all(writes);
    const whole = new Uint8Array(3 * size);
    for (const [at, part] of parts.entries()) whole.set(part, at * size);
    expect(told).toMatchObject({ length: 3 * size, sha256: await sha256(whole), stopped: "FIN" });
  });

  test("a cancelled write that had started aborts the connection", async () => {
    const { connection, end } = await setting.connected();
    await expect(connection.write(new Uint8Array(LARGE), { timeout: 20 })).rejects.toMatchObject(
      socketError("ETIMEDOUT"),
    );
    await expect(connection.write(bytes.encode("x"))).rejects.toMatchObject(socketError("ETIMEDOUT"));
    const told = await end.receive();
    expect(told.length).toBeLessThan(LARGE);
    if (setting.isTcp && setting.supports("tcp:reset")) expect(told.stopped).toBe("ECONNRESET");
    expect(await connection.closed).toMatchObject({ code: "ETIMEDOUT" });
  });

  test("writing to a peer that is gone fails in bounded time, with EPIPE or ECONNRESET, then always", async () => {
    const { connection, end } = await setting.connected();
    await end.close();
    const failed = (async (): Promise<never> => {
      for (;;) {
        await connection.write(bytes.encode("x"));
        await setting.peer.turn();
      }
    })();
    const first = await failed.catch((error: SocketError) => error);
    expect(first).toMatchObject(socketError("EPIPE", "ECONNRESET"));
    await expect(connection.write(bytes.encode("x"))).rejects.toMatchObject(socketError(first.code));
    await expect(connection.closeWrite()).rejects.toMatchObject(socketError(first.code));
    expect(await connection.close()).toBe(false);
  });

  test("readable cancelled keeps writing; writable closed keeps reading", async () => {
    const one = await setting.connected();
    await one.connection.readable.cancel();
    await one.connection.write(bytes.encode("heard"));
    expect(await one.end.receive(5)).toMatchObject({ text: "heard" });
    const two = await setting.connected();
    await two.connection.writable.close();
    expect(await two.end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
    await two.end.send("heard");
    expect(text.decode((await two.connection.readChunk()) ?? undefined)).toBe("heard");
  });
}
