import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { socketError } from "../socket-error.ts";
import { textOf, utf8, ways } from "./samples.ts";

/** Each direction ends for itself. */
export const halfCloseCases: readonly StreamCase[] = [
  ...ways.flatMap((way): StreamCase[] => [
    {
      id: `api/half-close/read-on/${way}`,
      title: `A connection that was ${way} sends FIN by closeWrite and nothing else: what the peer sends after it arrives`,
      verifies: ["HALFCLOSE-4", "HALFCLOSE-7"],
      convicts: "closeWrite is close: the answer to the whole question is lost",
      over: "streams",
      async play(setting) {
        const { connection, end } = await setting[way]();
        await connection.write(utf8("question"));
        await connection.closeWrite();
        expect(await end.receive()).toMatchObject({ text: "question", stopped: "FIN" });
        await end.send("answer");
        expect(textOf(await connection.readChunk())).toBe("answer");
        await end.fin();
        expect(await connection.readChunk()).toBe(null);
        expect(await connection.closed).toBe(null);
      },
    },
    {
      id: `api/half-close/write-on/${way}`,
      title: `A connection that was ${way} writes on after the peer's FIN was read`,
      verifies: ["HALFCLOSE-5", "HALFCLOSE-10"],
      convicts: "the runtime closes the socket at the peer's FIN, as one without half-open connections does",
      over: "streams",
      async play(setting) {
        const { connection, end } = await setting[way]();
        await end.fin();
        expect(await connection.readChunk()).toBe(null);
        for (const piece of ["a", "b", "c"]) {
          await connection.write(utf8(piece));
          expect(await end.receive(1)).toMatchObject({ text: piece });
        }
        await connection.closeWrite();
        expect(await end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      },
    },
  ]),
  {
    id: "api/half-close/write-after-own-fin",
    title: "A write after our own FIN is EPIPE, nothing of it is sent, and reading goes on",
    verifies: ["HALFCLOSE-8"],
    convicts: "a write after the FIN is taken and goes nowhere, or ends the connection",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await connection.closeWrite();
      await connection.closeWrite();
      await expect(connection.write(utf8("late"))).rejects.toMatchObject({
        ...socketError("EPIPE"),
        operation: "write",
      });
      expect(await end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      await end.send("heard");
      expect(textOf(await connection.readChunk())).toBe("heard");
    },
  },
  {
    id: "api/half-close/crossing",
    title: "FINs that cross each other are a close in good order for both ends",
    verifies: ["HALFCLOSE-9", "CLOSE-6"],
    convicts: "the peer's FIN behind our own is an error, or is never told",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await Promise.all([connection.closeWrite(), end.fin()]);
      expect(await connection.readChunk()).toBe(null);
      expect(await end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      expect(await connection.closed).toBe(null);
    },
  },
  {
    id: "api/half-close/readable-cancelled",
    title: "Cancelling `readable` ends reading only: writing goes on",
    verifies: ["HALFCLOSE-11"],
    convicts: "cancelling one Web Stream closes the connection",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await connection.readable.cancel();
      await connection.write(utf8("heard"));
      expect(await end.receive(5)).toMatchObject({ text: "heard" });
    },
  },
  {
    id: "api/half-close/writable-closed",
    title: "Closing `writable` is a FIN: reading goes on",
    verifies: ["HALFCLOSE-11"],
    convicts: "closing one Web Stream closes the connection",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await connection.writable.close();
      expect(await end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      await end.send("heard");
      expect(textOf(await connection.readChunk())).toBe("heard");
    },
  },
  {
    id: "api/half-close/readable-ended",
    title: "When `readable` has ended by the peer's FIN, `writable` still sends",
    verifies: ["HALFCLOSE-11"],
    convicts: "the end of the readable closes the connection, so that a peer that half-closes cannot be answered",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.send("question");
      await end.fin();
      let got = "";
      for await (const chunk of connection.readable) got += textOf(chunk);
      expect(got).toBe("question");
      const writer = connection.writable.getWriter();
      await writer.write(utf8("answer"));
      await writer.close();
      expect(await end.receive()).toMatchObject({ text: "answer", stopped: "FIN" });
    },
  },
];
