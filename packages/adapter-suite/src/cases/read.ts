import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { sha256 } from "../peer.ts";
import { staysPending } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { LARGE, otherThanSample, textOf, utf8, ways } from "./samples.ts";

const tcp = ["tcp4", "tcp6"] as const;

/** What reading gives, and when. */
export const readCases: readonly StreamCase[] = [
  ...ways.flatMap((way): StreamCase[] => [
    {
      id: `api/read/after-fin/${way}`,
      title: `A connection that was ${way} gives the bytes before the peer's FIN, then null for ever`,
      verifies: ["READ-2", "READ-4", "HALFCLOSE-5", "HALFCLOSE-10"],
      convicts: "the peer's FIN ends the connection: bytes before it are lost, a later read fails, or writing does",
      over: "streams",
      async play(setting) {
        const { connection, end } = await setting[way]();
        await end.send("hello");
        await end.fin();
        const into = new Uint8Array(3);
        expect([await connection.read(into), textOf(into)]).toEqual([3, "hel"]);
        expect(textOf(await connection.readChunk())).toBe("lo");
        for (let again = 0; again < 3; again++) expect(await connection.read(into)).toBe(null);
        await connection.write(utf8("still here"));
        await connection.closeWrite();
        expect(await end.receive()).toMatchObject({ text: "still here", stopped: "FIN" });
        expect(await connection.closed).toBe(null);
      },
    },
    {
      id: `api/read/after-close/${way}`,
      title: `A connection that was ${way} gives the bytes, then null for ever, to a reader that comes after the peer has closed`,
      verifies: ["READ-2", "READ-3"],
      convicts: "a peer that has closed while nobody read is an error, or its bytes are gone",
      over: "streams",
      async play(setting) {
        const { connection, end } = await setting[way]();
        const first = connection.readChunk();
        await end.send("answer");
        expect(textOf(await first)).toBe("answer");
        await end.close();
        // Nobody reads meanwhile; the runtime has seen the end.
        await setting.peer.turn();
        for (let again = 0; again < 3; again++) expect(await connection.readChunk()).toBe(null);
      },
    },
    {
      id: `api/read/reset-behind-fin/${way}`,
      title: `A connection that was ${way} and whose peer resets behind its FIN still reads as ended`,
      verifies: ["READ-2"],
      convicts: "a reset that comes after the peer's FIN takes the clean end from the reader",
      over: "streams",
      transports: tcp,
      async play(setting) {
        const { connection, end } = await setting[way]();
        const first = connection.readChunk();
        await end.send("answer");
        expect(textOf(await first)).toBe("answer");
        await end.fin();
        await end.reset();
        await setting.peer.turn();
        for (let again = 0; again < 3; again++) expect(await connection.readChunk()).toBe(null);
      },
    },
    {
      id: `api/read/late-and-little/${way}`,
      title: `A connection that was ${way} loses no byte of 16 MiB to a reader that starts late and reads little, and the peer's FIN comes after them`,
      verifies: ["READ-1", "READ-2", "READ-4"],
      convicts:
        "bytes that came while nobody read, or that a small read left over, are dropped or overtaken by the FIN",
      over: "streams",
      async play(setting) {
        const { connection, end } = await setting[way]();
        const sent = end.send(LARGE).then(() => end.fin());
        const into = new Uint8Array(10_007);
        // With room for what is too much.
        const all = new Uint8Array(LARGE + into.length);
        let length = 0;
        for (let count = await connection.read(into); count !== null; count = await connection.read(into)) {
          all.set(into.subarray(0, count), length);
          length += count;
          if (length > LARGE) break;
        }
        expect(otherThanSample(all.subarray(0, length))).toBeNull();
        await sent;
      },
    },
  ]),
  {
    id: "api/read/before-first-read",
    title: "Bytes that came before the first read are kept, and every byte value passes both ways",
    verifies: ["READ-3", "READ-7", "WRITE-8"],
    convicts: "what comes before anybody reads goes nowhere, or bytes are decoded as text",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const all = Array.from({ length: 256 }, (_, at) => at);
      await end.send(String.fromCharCode(...all));
      await setting.peer.turn();
      let got: number[] = [];
      while (got.length < 256) got = [...got, ...((await connection.readChunk()) ?? [])];
      expect(got).toEqual(all);
      await connection.write(Uint8Array.from(got));
      expect(await end.receive(256)).toMatchObject({ length: 256, sha256: await sha256(Uint8Array.from(got)) });
    },
  },
  {
    id: "api/read/timed-out",
    title: "A read that timed out has consumed nothing, and does not touch its memory afterwards",
    verifies: ["READ-5", "READ-8"],
    convicts:
      "a read that was given up takes the next bytes, or has them written into memory that is the caller's again",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const into = new Uint8Array(4).fill(0xee);
      await expect(connection.read(into, { timeout: 5 })).rejects.toMatchObject(socketError("ETIMEDOUT"));
      await end.send("same");
      expect(textOf(await connection.readChunk())).toBe("same");
      expect([...into]).toEqual([0xee, 0xee, 0xee, 0xee]);
    },
  },
  {
    id: "api/read/cancelled",
    title: "A read whose signal is aborted has consumed nothing, at whatever moment that is",
    verifies: ["READ-5", "READ-8"],
    convicts: "a read that is cancelled while its bytes come in drops them",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      let got = "";
      for (let round = 0; round < 20; round++) {
        const control = new AbortController();
        const into = new Uint8Array(1).fill(0xee);
        const reading = connection.read(into, { signal: control.signal }).then(
          (count) => (count === 1 ? textOf(into) : "the end"),
          (error: unknown) => {
            expect(error).toMatchObject({ ...socketError("ECANCELED"), cause: "why" });
            return "";
          },
        );
        const sending = end.send(String.fromCharCode(65 + round));
        if (round % 2 === 0) await sending;
        control.abort("why");
        const read = await reading;
        if (read === "") expect([...into]).toEqual([0xee]);
        got += read;
        await sending;
        if (read === "") got += textOf(await connection.readChunk());
      }
      expect(got).toBe("ABCDEFGHIJKLMNOPQRST");
    },
  },
  {
    id: "api/read/aborted-signal",
    title: "A read whose signal is aborted already is ECANCELED, and takes nothing that is there",
    verifies: ["READ-5"],
    convicts: "an aborted signal is looked at only when the read has to wait",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.send("kept");
      await setting.peer.turn();
      const signal = AbortSignal.abort("why");
      const failure = { ...socketError("ECANCELED"), operation: "read", cause: "why" };
      await expect(connection.read(new Uint8Array(4), { signal })).rejects.toMatchObject(failure);
      await expect(connection.readChunk({ signal })).rejects.toMatchObject(failure);
      expect(textOf(await connection.readChunk())).toBe("kept");
    },
  },
  {
    id: "api/read/second-reader",
    title: "A second read while one is pending is EBUSY, and the first is not disturbed",
    verifies: ["READ-6"],
    convicts: "two readers share the stream, or the second one takes the place of the first",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const into = new Uint8Array(4);
      const first = connection.read(into);
      await expect(connection.readChunk()).rejects.toMatchObject(socketError("EBUSY"));
      await expect(connection.read(new Uint8Array(1))).rejects.toMatchObject(socketError("EBUSY"));
      await end.send("mine");
      expect(await first).toBeGreaterThan(0);
      expect(textOf(into)[0]).toBe("m");
    },
  },
  {
    id: "api/read/nobody-reads",
    title: "Nothing is read while nobody reads: the peer's send stalls, and goes on when somebody does",
    verifies: ["BACKPRESSURE-5", "READ-1"],
    convicts: "what comes in is collected in this process although nobody reads",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.send("x");
      await connection.read(new Uint8Array(1));
      const sending = end.send(LARGE);
      expect(await staysPending(sending)).toBe(true);
      const sent = sending.then(() => end.fin());
      let length = 0;
      // To the FIN: whatever has been lost, it ends.
      for await (const chunk of connection) length += chunk.length;
      await sent;
      expect(length).toBe(LARGE);
    },
  },
  {
    id: "api/read/chunk-is-owned",
    title: "What readChunk() gave is the caller's: later input does not change it",
    verifies: ["READ-1"],
    convicts: "chunks are views of one buffer that the runtime fills again",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const chunks: Uint8Array[] = [];
      for (const text of ["first", "again", "third"]) {
        await end.send(text);
        for (let length = 0; length < 5; ) {
          const chunk = (await connection.readChunk()) ?? new Uint8Array(5);
          length += chunk.length;
          chunks.push(chunk);
        }
      }
      expect(chunks.map(textOf).join("")).toBe("firstagainthird");
    },
  },
  {
    id: "api/read/iteration",
    title: "Iterating gives every byte and ends at the peer's FIN; leaving it early ends nothing but the reading",
    verifies: ["READ-1", "READ-2"],
    convicts: "iteration loses bytes, does not end, or ends the connection with itself",
    over: "streams",
    async play(setting) {
      const whole = await setting.connected();
      await whole.end.send("all of it");
      await whole.end.fin();
      let got = "";
      for await (const chunk of whole.connection) got += textOf(chunk);
      expect(got).toBe("all of it");
      const left = await setting.connected();
      await left.end.send("one");
      for await (const chunk of left.connection) {
        expect(textOf(chunk)).toBe("one");
        break;
      }
      await left.connection.write(utf8("still here"));
      expect(await left.end.receive(10)).toMatchObject({ text: "still here" });
    },
  },
];
