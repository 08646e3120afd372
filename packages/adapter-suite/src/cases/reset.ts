import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { socketError } from "../socket-error.ts";
import { LARGE, textOf, utf8, ways } from "./samples.ts";

const tcp = ["tcp4", "tcp6"] as const;

/** What a peer's reset comes to. */
export const resetCases: readonly StreamCase[] = [
  ...ways.map(
    (way): StreamCase => ({
      id: `api/reset/after-data/${way}`,
      title: `A connection that was ${way} gives the bytes before a reset, then ECONNRESET for ever, for every operation`,
      verifies: ["RESET-2", "RESET-3", "RESET-4", "RESET-6", "RESET-10"],
      convicts: "a reset takes bytes with it that had been received, or is told as a clean end, once or later",
      over: "streams",
      transports: tcp,
      capabilities: ["reset-after-data"],
      async play(setting) {
        const { connection, end } = await setting[way]();
        await end.send("before");
        await end.reset();
        expect(textOf(await connection.readChunk())).toBe("before");
        for (let again = 0; again < 3; again++)
          await expect(connection.readChunk()).rejects.toMatchObject(socketError("ECONNRESET"));
        await expect(connection.write(utf8("x"))).rejects.toMatchObject(socketError("ECONNRESET"));
        await expect(connection.closeWrite()).rejects.toMatchObject(socketError("ECONNRESET"));
        expect(await connection.closed).toMatchObject({ code: "ECONNRESET" });
        expect(await connection.close()).toBe(false);
      },
    }),
  ),
  {
    id: "api/reset/unread-pieces",
    title: "A reset comes after bytes that came in while nobody read, however many pieces they were",
    verifies: ["RESET-2", "RESET-3"],
    convicts: "what has come in and was not read yet is thrown away at the reset",
    over: "streams",
    transports: tcp,
    capabilities: ["reset-after-data"],
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.send("first");
      expect(textOf(await connection.readChunk())).toBe("first");
      for (const piece of ["a", "b", "c"]) {
        await end.send(piece);
        await setting.peer.turn();
      }
      await end.reset();
      await setting.peer.turn();
      let got = "";
      const rest = (async () => {
        for await (const chunk of connection) got += textOf(chunk);
      })();
      await expect(rest).rejects.toMatchObject(socketError("ECONNRESET"));
      expect(got).toBe("abc");
    },
  },
  {
    id: "api/reset/idle",
    title: "A reset of an idle connection is told by the next read, and never as a clean end",
    verifies: ["RESET-2", "RESET-6"],
    convicts: "a reset that comes while nobody reads is told as the end of the stream",
    over: "streams",
    transports: tcp,
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.reset();
      await setting.peer.turn();
      await expect(connection.readChunk()).rejects.toMatchObject({ ...socketError("ECONNRESET"), operation: "read" });
      expect(await connection.closed).toMatchObject({ code: "ECONNRESET" });
    },
  },
  {
    id: "api/reset/pending",
    title: "A reset ends a pending read and a pending write",
    verifies: ["RESET-2", "WRITE-7"],
    convicts: "an operation that waits at the reset waits for ever",
    over: "streams",
    transports: tcp,
    async play(setting) {
      const { connection, end } = await setting.connected();
      const read = expect(connection.readChunk()).rejects.toMatchObject(socketError("ECONNRESET"));
      const writing = connection.write(new Uint8Array(LARGE));
      const write = expect(writing).rejects.toMatchObject(socketError("ECONNRESET", "EPIPE"));
      await end.receive(1);
      await end.reset();
      await Promise.all([read, write]);
    },
  },
  {
    id: "api/reset/web-streams",
    title: "A reset errors both Web Streams, and nothing is thrown where nobody catches it",
    verifies: ["RESET-2", "LIFETIME-5"],
    convicts: "a view of the connection raises an unhandled rejection at a reset",
    over: "streams",
    transports: tcp,
    async play(setting) {
      const { connection, end } = await setting.connected();
      const reader = connection.readable.getReader();
      const writer = connection.writable.getWriter();
      const reading = expect(reader.read()).rejects.toMatchObject(socketError("ECONNRESET"));
      await end.reset();
      await reading;
      await expect(writer.write(utf8("x"))).rejects.toMatchObject(socketError("ECONNRESET"));
      await expect(writer.closed).rejects.toMatchObject(socketError("ECONNRESET"));
    },
  },
];
