import { describe, expect, test } from "vitest";
import type { Setting } from "./setting.ts";
import { socketError } from "./socket-error.ts";

const MEGABYTE = 1024 * 1024;

const bytes = new TextEncoder();
const text = new TextDecoder();

export function endSuite(setting: Setting): void {
  if (setting.isTcp) resetSuite(setting);

  describe("abort", () => {
    const reset = setting.isTcp && setting.supports("tcp:reset");
    const sees = reset ? ["ECONNRESET"] : ["ECONNRESET", "EPIPE", "FIN"];

    test("of an idle connection is seen by the peer", async () => {
      for (const how of ["connected", "accepted"] as const) {
        const { connection, end } = await setting[how]();
        connection.abort();
        expect(sees).toContain((await end.receive()).stopped);
        expect(await connection.closed).toMatchObject({ code: "ECLOSED" });
      }
    });

    test("with a write that the peer does not take is seen by the peer", async () => {
      const { connection, end } = await setting.connected();
      const writing = connection.write(new Uint8Array(16 * MEGABYTE));
      const write = expect(writing).rejects.toMatchObject(socketError("ECLOSED"));
      await end.receive(1);
      connection.abort();
      await write;
      expect(sees).toContain((await end.receive()).stopped);
    });

    test.each(["at once", "after it was sent"])("after closeWrite (%s) releases the descriptor", async (when) => {
      const { connection, end } = await setting.connected();
      const fin = connection.closeWrite();
      if (when === "after it was sent") await fin;
      connection.abort();
      await fin.catch(() => {});
      const { stopped } = await end.receive();
      if (stopped !== "FIN") {
        // The reset came in the place of a FIN that was not yet on its way.
        expect(sees).toContain(stopped);
        return;
      }
      // The end of the suite counts descriptors; the peer, which can still send, meets nobody.
      const met = (async (): Promise<string> => {
        for (;;) {
          const error = await end.send("x");
          if (error !== null) return error;
        }
      })();
      expect(["EPIPE", "ECONNRESET"]).toContain(await met);
    });

    test("with unread input, and of a connection that the peer has closed, is harmless", async () => {
      const { connection, end } = await setting.connected();
      await end.send("unread");
      await end.close();
      connection.abort();
      connection.abort();
      expect(await connection.closed).toMatchObject({ code: "ECLOSED" });
    });
  });
}

function resetSuite(setting: Setting): void {
  const lack = setting.lack("reset-after-data");
  describe.skipIf(lack !== "")(`a reset by the peer${lack}`, () => {
    test.each(["connected", "accepted"] as const)(
      "comes after the bytes before it, then for ever (%s)",
      async (how) => {
        const { connection, end } = await setting[how]();
        await end.send("before");
        await end.reset();
        expect(text.decode((await connection.readChunk()) ?? undefined)).toBe("before");
        for (let again = 0; again < 3; again++)
          await expect(connection.readChunk()).rejects.toMatchObject(socketError("ECONNRESET"));
        await expect(connection.write(bytes.encode("x"))).rejects.toMatchObject(socketError("ECONNRESET"));
        expect(await connection.closed).toMatchObject({ code: "ECONNRESET" });
        expect(await connection.close()).toBe(false);
      },
    );

    test("comes after bytes that came in while nobody read, however many pieces they were", async () => {
      const { connection, end } = await setting.connected();
      await end.send("first");
      expect(text.decode((await connection.readChunk()) ?? undefined)).toBe("first");
      for (const piece of ["a", "b", "c"]) {
        await end.send(piece);
        await setting.peer.turn();
      }
      await end.reset();
      await setting.peer.turn();
      let got = "";
      const rest = (async () => {
        for await (const chunk of connection) got += text.decode(chunk);
      })();
      await expect(rest).rejects.toMatchObject(socketError("ECONNRESET"));
      expect(got).toBe("abc");
    });

    test("ends a pending read and a pending write", async () => {
      const { connection, end } = await setting.connected();
      const read = expect(connection.readChunk()).rejects.toMatchObject(socketError("ECONNRESET"));
      const writing = connection.write(new Uint8Array(16 * MEGABYTE));
      const write = expect(writing).rejects.toMatchObject(socketError("ECONNRESET", "EPIPE"));
      await end.receive(1);
      await end.reset();
      await Promise.all([read, write]);
    });
  });
}
