import type { SocketError } from "@anysock/core";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { sha256 } from "../peer.ts";
import { staysPending } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { LARGE, sample, sampleHash, utf8, ways } from "./samples.ts";

const tailHash = await sha256(sample.slice(1));

/** What a write promises. */
export const writeCases: readonly StreamCase[] = [
  ...ways.map(
    (way): StreamCase => ({
      id: `api/write/late-reader/${way}`,
      title: `A connection that was ${way} delivers all of 16 MiB to a peer that reads late, then FIN, and write settles when it was taken`,
      verifies: ["WRITE-1", "WRITE-3", "HALFCLOSE-6"],
      convicts: "what the kernel did not take at once is dropped, or write settles while the runtime collects it",
      over: "streams",
      async play(setting) {
        const { connection, end } = await setting[way]();
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
      },
    }),
  ),
  {
    id: "api/write/64-MiB",
    title: "64 MiB in one write arrive whole at a peer that reads slowly",
    verifies: ["WRITE-1", "WRITE-3"],
    convicts: "a write that takes several turns counts wrongly: bytes are lost or doubled where it goes on",
    over: "streams",
    transports: ["tcp4", "unix"],
    async play(setting) {
      const { connection, end } = await setting.connected();
      const size = 64 * 1024 * 1024;
      const data = new Uint8Array(size);
      for (let at = 0; at < size; at += LARGE) data.set(sample, at);
      const write = connection.write(data).then(() => connection.closeWrite());
      // In pieces of its own size, a turn of the peer's between them.
      for (let piece = 0; piece < 8; piece++) {
        await end.receive(10_007);
        await setting.peer.turn();
      }
      const told = await end.receive();
      await write;
      const rest = data.subarray(8 * 10_007);
      expect(told).toMatchObject({ length: rest.length, sha256: await sha256(rest), stopped: "FIN" });
    },
  },
  {
    id: "api/write/memory-is-the-callers-again",
    title: "Memory may be filled anew once its write has settled, however late the peer reads",
    verifies: ["WRITE-10"],
    convicts: "the runtime keeps the caller's memory after it said that the write is done",
    over: "streams",
    async play(setting) {
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
    },
  },
  {
    id: "api/write/in-turn",
    title: "Concurrent writes do not interleave, and FIN comes after them",
    verifies: ["WRITE-2", "HALFCLOSE-6"],
    convicts: "a write that waits is overtaken by the next one, or by the FIN",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const size = 3 * 1024 * 1024;
      const parts = [1, 2, 3].map((value) => new Uint8Array(size).fill(value));
      const writes = [...parts.map((part) => connection.write(part)), connection.closeWrite()];
      const told = await end.receive();
      await Promise.all(writes);
      expect(told).toMatchObject({ length: 3 * size, sha256: await sha256(joined(parts)), stopped: "FIN" });
    },
  },
  {
    id: "api/write/array",
    title:
      "An array equals its concatenation, with empty parts, small ones, and ones that the kernel cannot take at once",
    verifies: ["WRITE-9"],
    convicts: "of an array the rest is lost or doubled where the kernel takes a part of it",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const sizes = [0, 1, 70_000, 0, 3 * 1024 * 1024, 5, 5 * 1024 * 1024, 0];
      const parts = sizes.map((size, at) => new Uint8Array(size).fill(at + 1));
      const written = connection.write(parts).then(() => connection.closeWrite());
      const told = await end.receive();
      await written;
      const whole = joined(parts);
      expect(told).toMatchObject({ length: whole.length, sha256: await sha256(whole), stopped: "FIN" });
    },
  },
  {
    id: "api/write/nothing",
    title: "A write of no bytes sends nothing, ends nothing and settles",
    verifies: ["WRITE-5"],
    convicts: "an empty write never settles, or is a FIN",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await connection.write(new Uint8Array(0));
      await connection.write([]);
      await connection.write([new Uint8Array(0), new Uint8Array(0)]);
      await connection.write(utf8("after"));
      expect(await end.receive(5)).toMatchObject({ text: "after" });
    },
  },
  {
    id: "api/write/timed-out",
    title: "A write that had started when its time was over aborts the connection, and every later operation says so",
    verifies: ["WRITE-11"],
    convicts: "a write that was given up goes on, or the peer takes its part for the whole",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await expect(connection.write(new Uint8Array(LARGE), { timeout: 20 })).rejects.toMatchObject(
        socketError("ETIMEDOUT"),
      );
      await expect(connection.write(utf8("x"))).rejects.toMatchObject(socketError("ETIMEDOUT"));
      const told = await end.receive();
      expect(told.length).toBeLessThan(LARGE);
      if (setting.isTcp && setting.supports("tcp:reset")) expect(told.stopped).toBe("ECONNRESET");
      expect(await connection.closed).toMatchObject({ code: "ETIMEDOUT" });
    },
  },
  {
    id: "api/write/cancelled",
    title: "A write that had started when its signal was aborted aborts the connection",
    verifies: ["WRITE-11"],
    convicts: "the signal of a write is looked at only before it starts",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const control = new AbortController();
      const failure = { ...socketError("ECANCELED"), operation: "write", cause: "why" };
      const writing = connection.write(new Uint8Array(LARGE), { signal: control.signal });
      const failed = expect(writing).rejects.toMatchObject(failure);
      await end.receive(1);
      control.abort("why");
      await failed;
      expect((await end.receive()).length).toBeLessThan(LARGE);
      expect(await connection.closed).toMatchObject({ code: "ECANCELED" });
    },
  },
  {
    id: "api/write/cancelled-before-its-turn",
    title: "A write that had not started when it was given up has written nothing, and harms nobody",
    verifies: ["WRITE-2"],
    convicts: "giving up a write that waits for its turn aborts the connection, or leaves its bytes in the queue",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const first = connection.write(sample);
      const control = new AbortController();
      const second = connection.write(utf8("never"), { signal: control.signal });
      const failed = expect(second).rejects.toMatchObject(socketError("ECANCELED"));
      const third = connection.write(utf8("!"));
      control.abort();
      await failed;
      const fin = connection.closeWrite();
      const whole = joined([sample, utf8("!")]);
      expect(await end.receive()).toMatchObject({
        length: whole.length,
        sha256: await sha256(whole),
        stopped: "FIN",
      });
      await Promise.all([first, third, fin]);
    },
  },
  {
    id: "api/write/peer-is-gone",
    title: "Writing to a peer that is gone fails in bounded time, with EPIPE or ECONNRESET, then always",
    verifies: ["WRITE-4", "CLOSE-10"],
    convicts: "bytes for a peer that has gone vanish without an error, or a later operation succeeds",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.close();
      const failed = (async (): Promise<never> => {
        for (;;) {
          await connection.write(utf8("x"));
          await setting.peer.turn();
        }
      })();
      const first = await failed.catch((error: SocketError) => error);
      expect(first).toMatchObject(socketError("EPIPE", "ECONNRESET"));
      await expect(connection.write(utf8("x"))).rejects.toMatchObject(socketError(first.code));
      await expect(connection.closeWrite()).rejects.toMatchObject(socketError(first.code));
      expect(await connection.close()).toBe(false);
    },
  },
  {
    id: "api/write/while-reading",
    title: "Reading goes on while a write is pending, and writing while a read is",
    verifies: ["WRITE-6"],
    convicts: "one direction waits for the other",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const writing = connection.write(sample);
      expect(await staysPending(writing)).toBe(true);
      await end.send("answer");
      let got = "";
      while (got.length < 6) got += new TextDecoder().decode((await connection.readChunk()) ?? undefined);
      expect(got).toBe("answer");
      const reading = connection.readChunk();
      expect(await end.receive(LARGE)).toMatchObject({ length: LARGE, sha256: sampleHash });
      await writing;
      await connection.write(utf8("more"));
      expect(await end.receive(4)).toMatchObject({ text: "more" });
      await end.fin();
      expect(await reading).toBe(null);
    },
  },
];

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
