import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { pattern, sha256 } from "../peer.ts";
import { socketError } from "../socket-error.ts";

const MEGABYTE = 1024 * 1024;

const bytes = new TextEncoder();

/** `close()` ends both directions in good order, or says that it could not. */
export const closeCases: readonly StreamCase[] = [
  {
    id: "api/close/chatty-peer",
    title: "close() loses no written byte, even where the peer goes on talking, and says true",
    verifies: ["CLOSE-1", "CLOSE-2"],
    convicts: "close() is close(2): input that nobody has read makes it a reset, which takes what was written with it",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const talking = end.send(2 * MEGABYTE);
      const data = pattern(4 * MEGABYTE);
      const write = connection.write(data);
      const closed = connection.close();
      const told = await end.receive();
      await talking;
      await end.close();
      await write;
      expect(told).toMatchObject({ length: data.length, sha256: await sha256(data), stopped: "FIN" });
      expect(await closed).toBe(true);
      expect(await connection.closed).toBe(null);
    },
  },
  {
    id: "api/close/pending-read",
    title: "close() during a read ends it with ECLOSED, and the peer sees the end",
    verifies: ["CLOSE-3", "CLOSE-4"],
    convicts: "a read that is pending at close() stays pending, or keeps the FIN back",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const read = expect(connection.read(new Uint8Array(1))).rejects.toMatchObject(socketError("ECLOSED"));
      const closed = connection.close();
      expect(await end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      await end.close();
      await read;
      expect([await closed, await connection.close()]).toEqual([true, true]);
      await expect(connection.write(bytes.encode("x"))).rejects.toMatchObject(socketError("ECLOSED"));
    },
  },
  {
    id: "api/close/silent-peer",
    title: "close() says false when its time is over and the peer's FIN has not come",
    verifies: ["CLOSE-5"],
    convicts: "close() waits for a peer that does not end for ever, or says true for what nobody has confirmed",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const closed = connection.close({ timeout: 20 });
      expect(await end.receive()).toMatchObject({ stopped: "FIN" });
      expect(await closed).toBe(false);
      expect(await connection.closed).not.toBe(null);
    },
  },
  {
    id: "api/close/after-reset",
    title: "close() says false at once after a reset that was reported",
    verifies: ["CLOSE-10"],
    convicts: "close() says true although the peer's reset was known",
    over: "streams",
    transports: ["tcp4", "tcp6"],
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.reset();
      await expect(connection.readChunk()).rejects.toMatchObject(socketError("ECONNRESET"));
      expect(await connection.close()).toBe(false);
    },
  },
];
