import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import type { Setting } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { LARGE, utf8, ways } from "./samples.ts";

/** How a peer may see an abort: by a reset where that is declared, and elsewhere as it comes (unix(7)). */
function sights(setting: Setting): string[] {
  return setting.isTcp && setting.supports("tcp:reset") ? ["ECONNRESET"] : ["ECONNRESET", "EPIPE", "FIN"];
}

/** `abort()` ends both directions at once. */
export const abortCases: readonly StreamCase[] = [
  ...ways.map(
    (way): StreamCase => ({
      id: `api/abort/idle/${way}`,
      title: `The peer sees the abort of an idle connection that was ${way}`,
      verifies: ["RESET-5", "CLOSE-8"],
      convicts: "abort() of a connection on which nothing waits reaches nobody, or is a clean end on TCP",
      over: "streams",
      async play(setting) {
        const { connection, end } = await setting[way]();
        connection.abort();
        expect((await end.receive()).stopped).toEqual(expect.toBeOneOf(sights(setting)));
        expect(await connection.closed).toMatchObject({ code: "ECLOSED" });
      },
    }),
  ),
  {
    id: "api/abort/pending-write",
    title: "The peer sees an abort also while it does not take a write, which is ECLOSED",
    verifies: ["RESET-5", "CLOSE-8"],
    convicts: "a write that waits keeps the socket alive after the abort",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const writing = connection.write(new Uint8Array(LARGE));
      const write = expect(writing).rejects.toMatchObject(socketError("ECLOSED"));
      await end.receive(1);
      connection.abort();
      await write;
      expect((await end.receive()).stopped).toEqual(expect.toBeOneOf(sights(setting)));
    },
  },
  {
    id: "api/abort/pending-read",
    title: "abort(reason) ends a pending read with ECLOSED, whose cause is the reason, and so every later operation",
    verifies: ["RESET-9"],
    convicts: "a read that is pending at abort() stays pending, or the reason is lost",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const failure = { ...socketError("ECLOSED"), cause: "why" };
      const read = expect(connection.readChunk()).rejects.toMatchObject({ ...failure, operation: "read" });
      connection.abort("why");
      await read;
      await expect(connection.write(utf8("x"))).rejects.toMatchObject({ ...failure, operation: "write" });
      await expect(connection.closeWrite()).rejects.toMatchObject({ ...failure, operation: "closeWrite" });
      expect(await connection.close()).toBe(false);
      expect((await end.receive()).stopped).not.toBe(null);
    },
  },
  ...["at once", "after it was sent"].map(
    (when): StreamCase => ({
      id: `api/abort/after-close-write/${when === "at once" ? "unsent" : "sent"}`,
      title: `An abort after closeWrite (${when}) releases the descriptor`,
      verifies: ["LIFETIME-4", "CLOSE-8"],
      convicts: "a connection whose FIN was asked for is not closed by abort(), and waits for its peer",
      over: "streams",
      async play(setting) {
        const { connection, end } = await setting.connected();
        const fin = connection.closeWrite();
        if (when === "after it was sent") await fin;
        connection.abort();
        await fin.catch(() => {});
        const { stopped } = await end.receive();
        if (stopped !== "FIN") {
          // The reset came in the place of a FIN that was not yet on its way.
          expect(stopped).toEqual(expect.toBeOneOf(sights(setting)));
          return;
        }
        // Descriptors are counted when the case is over; the peer, which can still send, meets nobody.
        const met = (async (): Promise<string> => {
          for (;;) {
            const error = await end.send("x");
            if (error !== null) return error;
          }
        })();
        expect(await met).toEqual(expect.toBeOneOf(["EPIPE", "ECONNRESET"]));
      },
    }),
  ),
  {
    id: "api/abort/harmless",
    title: "An abort with unread input, of a connection that the peer has closed, and for a second time, is harmless",
    verifies: ["LIFETIME-5"],
    convicts: "aborting what has ended throws",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.send("unread");
      await end.close();
      connection.abort();
      connection.abort();
      expect(await connection.closed).toMatchObject({ code: "ECLOSED" });
    },
  },
];
