import { DEFAULT_LINGER } from "@anysock/core";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { pattern, sha256 } from "../peer.ts";
import { socketError } from "../socket-error.ts";
import { utf8 } from "./samples.ts";

const MEGABYTE = 1024 * 1024;

/** Milliseconds: more than close() gives a peer after its own FIN (`DEFAULT_LINGER`). */
const LINGER = DEFAULT_LINGER + 200;

/** `close()` ends both directions in good order, or says that it could not. */
export const closeCases: readonly StreamCase[] = [
  {
    id: "api/close/chatty-peer",
    title: "close() loses no written byte, even where the peer goes on talking, and says true",
    verifies: ["CLOSE-1", "CLOSE-2"],
    convicts: "close() is close(2): input that nobody has read makes it a reset, which takes what was written with it",
    over: "streams",
    ends: true,
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
    ends: true,
    async play(setting) {
      const { connection, end } = await setting.connected();
      const read = expect(connection.read(new Uint8Array(1))).rejects.toMatchObject(socketError("ECLOSED"));
      const closed = connection.close();
      expect(await end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      await end.close();
      await read;
      expect([await closed, await connection.close()]).toEqual([true, true]);
      await expect(connection.write(utf8("x"))).rejects.toMatchObject(socketError("ECLOSED"));
    },
  },
  {
    id: "api/close/silent-peer",
    title: "close() says false when its time is over and the peer's FIN has not come",
    verifies: ["CLOSE-5"],
    convicts: "close() waits for a peer that does not end for ever, or says true for what nobody has confirmed",
    over: "streams",
    ends: true,
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
    ends: true,
    transports: ["tcp4", "tcp6"],
    async play(setting) {
      const { connection, end } = await setting.connected();
      await end.reset();
      await expect(connection.readChunk()).rejects.toMatchObject(socketError("ECONNRESET"));
      expect(await connection.close()).toBe(false);
    },
  },
  {
    id: "api/close/twice",
    title: "close() twice is once: both calls give the same, also where the second comes much later",
    verifies: ["CLOSE-4"],
    convicts: "a second close() throws, hangs or says something else",
    over: "streams",
    ends: true,
    async play(setting) {
      const { connection, end } = await setting.connected();
      const [first, second] = [connection.close(), connection.close()];
      expect(await end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      await end.close();
      expect([await first, await second, await connection.close()]).toEqual([true, true, true]);
    },
  },
  {
    id: "api/close/closed-fulfils",
    title: "`closed` fulfils with null after both FINs, however the end came, and never rejects",
    verifies: ["CLOSE-6"],
    convicts: "`closed` stays pending after a close in good order, or rejects",
    over: "streams",
    ends: true,
    async play(setting) {
      const byThem = await setting.connected();
      await byThem.end.fin();
      expect(await byThem.connection.readChunk()).toBe(null);
      await byThem.connection.closeWrite();
      expect(await byThem.connection.closed).toBe(null);
      const byUs = await setting.accepted();
      await byUs.connection.closeWrite();
      await byUs.end.receive();
      await byUs.end.fin();
      expect(await byUs.connection.readChunk()).toBe(null);
      expect(await byUs.connection.closed).toBe(null);
    },
  },
  {
    id: "api/close/flushes-a-stuck-write",
    title: "close() waits for a write that the peer is slow to take, and then says true",
    verifies: ["CLOSE-1"],
    convicts: "close() counts its time from the call, and gives up a write that was still moving",
    over: "streams",
    ends: true,
    async play(setting) {
      const { connection, end } = await setting.connected();
      const data = pattern(16 * MEGABYTE);
      const write = connection.write(data);
      const closing = connection.close();
      // Longer than close() waits for a FIN after its own.
      expect(await end.receive(1)).toMatchObject({ length: 1 });
      await new Promise((resolve) => setTimeout(resolve, LINGER));
      expect(await end.receive()).toMatchObject({ length: data.length - 1, stopped: "FIN" });
      await end.close();
      await write;
      expect(await closing).toBe(true);
    },
  },
];
