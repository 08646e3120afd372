import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { staysPending } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { LARGE, sample, utf8 } from "./samples.ts";

/** As postMessage() does with what is in its transfer list: whoever had the memory sees 0 bytes of it. Gives it, so that it is not freed. */
function takeAway(memory: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return structuredClone(memory.buffer, { transfer: [memory.buffer] });
}

/** Memory that an operation was lent, and that somebody took away from it (ECMA-262, 25.1.6.8: ArrayBuffer.prototype.transfer). */
export const lentMemoryCases: readonly StreamCase[] = [
  {
    id: "api/lent-memory/read",
    title: "A pending read whose memory is transferred ends with ECONNABORTED, as does everything after it",
    verifies: ["READ-9"],
    convicts: "the read never settles, the bytes are lost in silence, or the runtime throws where nobody can catch it",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const memory = new Uint8Array(10);
      const reading = connection.read(memory);
      expect(await staysPending(reading)).toBe(true);
      takeAway(memory);
      await end.send("hello");
      await expect(reading).rejects.toMatchObject(socketError("ECONNABORTED"));
      await expect(connection.readChunk()).rejects.toMatchObject(socketError("ECONNABORTED"));
      await expect(connection.write(utf8("x"))).rejects.toMatchObject(socketError("ECONNABORTED"));
      expect(await connection.close()).toBe(false);
    },
  },
  {
    id: "api/lent-memory/write",
    title: "A pending write whose memory is transferred ends with ECONNABORTED, as does everything after it",
    verifies: ["WRITE-12"],
    convicts:
      "a write of which a part was sent is told to be done, never settles, or the runtime throws where nobody can catch it",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const memory = sample.slice();
      const writing = connection.write(memory);
      const behind = connection.write(utf8("behind it"));
      expect(await staysPending(writing)).toBe(true);
      const taken = takeAway(memory);
      const told = end.receive();
      await expect(writing).rejects.toMatchObject(socketError("ECONNABORTED"));
      await expect(behind).rejects.toMatchObject(socketError("ECONNABORTED"));
      await expect(connection.readChunk()).rejects.toMatchObject(socketError("ECONNABORTED"));
      expect(await connection.close()).toBe(false);
      if (setting.isTcp && setting.supports("tcp:reset")) expect(await told).toMatchObject({ stopped: "ECONNRESET" });
      expect(taken.byteLength).toBe(LARGE);
    },
  },
  {
    id: "api/lent-memory/queued-write",
    title:
      "A write whose memory is transferred while it waits for its turn ends with ECONNABORTED, and what is behind it is not sent",
    verifies: ["WRITE-12"],
    convicts: "nothing is sent in its place, and it is told to be done",
    over: "streams",
    async play(setting) {
      const { connection, end } = await setting.connected();
      const first = connection.write(sample);
      const memory = utf8("in its turn");
      const queued = connection.write(memory);
      const behind = connection.write(utf8("behind it"));
      expect(await staysPending(first)).toBe(true);
      takeAway(memory);
      const told = end.receive();
      await first;
      await expect(queued).rejects.toMatchObject(socketError("ECONNABORTED"));
      await expect(behind).rejects.toMatchObject(socketError("ECONNABORTED"));
      expect(await connection.close()).toBe(false);
      const { length } = await told;
      expect(length).toBeLessThanOrEqual(LARGE);
    },
  },
];
