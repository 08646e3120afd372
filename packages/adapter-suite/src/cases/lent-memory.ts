import type { DatagramCase, StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { staysPending } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { LARGE, sample, textOf, utf8 } from "./samples.ts";

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
      const aborted = expect(reading).rejects.toMatchObject(socketError("ECONNABORTED"));
      await end.send("hello");
      await aborted;
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

/** The same of datagrams, where one is all that can be lost. */
export const lentDatagramMemoryCases: readonly DatagramCase[] = [
  {
    id: "api/lent-memory/receive",
    title:
      "A pending receive whose memory is transferred is EINVAL, its datagram is counted as dropped, and the next one is received",
    verifies: ["DGRAM-32"],
    convicts: "the datagram is lost without a word, or the runtime throws what is no error of anysock",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const memory = new Uint8Array(10);
      const receiving = socket.receive(memory);
      takeAway(memory);
      const refused = expect(receiving).rejects.toMatchObject(socketError("EINVAL"));
      await peer.send({ text: "first" }, setting.placeOf(socket));
      await refused;
      expect(socket.dropped).toBe(1);
      await peer.send({ text: "second" }, setting.placeOf(socket));
      const into = new Uint8Array(10);
      const { length } = await socket.receive(into);
      expect(textOf(into.subarray(0, length))).toBe("second");
    },
  },
  {
    id: "api/lent-memory/send",
    title: "A send whose memory is transferred before its turn is whole or EINVAL, and never an empty datagram",
    verifies: ["DGRAM-32"],
    convicts: "an empty datagram leaves in its place, and is told to be sent",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const memory = utf8("second");
      const first = socket.send(utf8("first"), peer.address);
      const second = socket.send(memory, peer.address);
      const third = socket.send(utf8("third"), peer.address);
      takeAway(memory);
      const [, told] = await Promise.allSettled([first, second, third]);
      expect((await peer.receive())?.text).toBe("first");
      if (told.status === "fulfilled") expect((await peer.receive())?.text).toBe("second");
      else expect(told.reason).toMatchObject(socketError("EINVAL"));
      expect((await peer.receive())?.text).toBe("third");
    },
  },
];
