import { AsyncLocalStorage } from "node:async_hooks";
import { coreOf } from "../../adapter-core.ts";
import type { DatagramCase } from "../../api-case.ts";
import { eventually } from "../../eventually.ts";
import { expect } from "../../expect.ts";
import { inContext } from "../../kept-context.ts";
import { codeOf } from "../../outcome.ts";
import { staysPending } from "../../setting.ts";
import { socketError } from "../../socket-error.ts";
import { textOf, utf8 } from "../samples.ts";
import { receiveText } from "./received.ts";

/** What the socket itself does: waits, its queue, its end. */
export const socketCases: readonly DatagramCase[] = [
  {
    id: "api/datagram/cancelled",
    title: "A receive that is given up has consumed nothing, and leaves its memory alone",
    verifies: ["DGRAM-12"],
    convicts: "a receive that was given up takes the next datagram, or writes into memory that is the caller's again",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const into = new Uint8Array(8);
      const controller = new AbortController();
      const receiving = codeOf(socket.receive(into, { signal: controller.signal }));
      controller.abort();
      expect(await receiving).toBe("ECANCELED");
      expect(await codeOf(socket.receive(into, { timeout: 1 }))).toBe("ETIMEDOUT");
      expect(await codeOf(socket.receive(into, { signal: AbortSignal.abort() }))).toBe("ECANCELED");
      await peer.send({ text: "kept" }, setting.placeOf(socket));
      expect(await receiveText(socket)).toBe("kept");
      expect(into).toEqual(new Uint8Array(8));
    },
  },
  {
    id: "api/datagram/second-receiver",
    title: "A second receive is EBUSY, and the first goes on",
    verifies: ["DGRAM-15"],
    convicts: "two receivers share the socket, or the second takes the place of the first",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const first = receiveText(socket);
      expect(await codeOf(socket.receive(new Uint8Array(8)))).toBe("EBUSY");
      await peer.send({ text: "mine" }, setting.placeOf(socket));
      expect(await first).toBe("mine");
    },
  },
  {
    id: "api/datagram/closed",
    title: "close() ends what is pending, twice is once, and every later operation is ECLOSED",
    verifies: ["DGRAM-14"],
    convicts: "a receive that is pending at close() waits for ever, or a later call does something",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const to = setting.placeOf(socket);
      const receiving = codeOf(socket.receive(new Uint8Array(8)));
      await Promise.all([socket.close(), socket.close()]);
      expect(await receiving).toBe("ECLOSED");
      expect(await codeOf(socket.send(utf8("x"), to))).toBe("ECLOSED");
      expect(await codeOf(socket.receive(new Uint8Array(8)))).toBe("ECLOSED");
      expect(await codeOf(socket.set({ broadcast: true }))).toMatch(/ECLOSED|ENOTSUP/);
    },
  },
  {
    id: "api/datagram/rebound",
    title: "When close() has settled the address can be bound again, by somebody else and by us",
    verifies: ["DGRAM-13"],
    convicts: "close() settles before the socket is closed",
    over: "datagrams",
    async play(setting) {
      for (let round = 0; round < 10; round++) {
        const socket = await setting.bind();
        const port = setting.portOf(socket);
        const receiving = codeOf(socket.receive(new Uint8Array(8)));
        await socket.close();
        const again = await setting.peerSocket(port);
        await again.close();
        expect(setting.portOf(await setting.bind({}, port))).toBe(port);
        await receiving;
      }
    },
  },
  {
    id: "api/datagram/taken",
    title:
      "An address that is taken is EADDRINUSE, and one that is not ours EADDRNOTAVAIL, both with operation and address",
    verifies: ["DGRAM-17", "ERROR-1"],
    convicts: "the runtime shares the port in silence, or the failure does not say of what",
    over: "datagrams",
    async play(setting) {
      const peer = await setting.peerSocket();
      const taken = { ...socketError("EADDRINUSE"), operation: "bind", address: peer.address };
      await expect(setting.bind({}, peer.address.port)).rejects.toMatchObject(taken);
      const foreign = { host: setting.foreign, port: 0 };
      const notOurs = { ...socketError("EADDRNOTAVAIL"), operation: "bind", address: foreign };
      await expect(setting.adapter.bind(foreign)).rejects.toMatchObject(notOurs);
    },
  },
  {
    id: "api/datagram/queue",
    title: "A full queue drops the newest and counts them",
    verifies: ["DGRAM-11"],
    convicts: "the queue has no bound, drops the oldest, or does not count",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind({ queue: 1_000 });
      const peer = await setting.peerSocket();
      for (let at = 0; at < 10; at++) await peer.send({ text: String(at).repeat(100) }, setting.placeOf(socket));
      await eventually(() => expect(socket.dropped).toBe(8));
      expect([await receiveText(socket), await receiveText(socket)]).toEqual(["0".repeat(64), "1".repeat(64)]);
      expect(await staysPending(socket.receive(new Uint8Array(8)).catch(() => {}))).toBe(true);
    },
  },
  {
    id: "api/datagram/pins-little",
    title: "A small datagram pins no large memory",
    verifies: ["DGRAM-20"],
    convicts: "a datagram of a few bytes is a view of a buffer of 64 KiB",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      await peer.send({ text: "small" }, setting.placeOf(socket));
      for await (const { data } of socket) {
        expect(data.buffer.byteLength).toBeLessThanOrEqual(64);
        break;
      }
    },
  },
  {
    id: "api/datagram/iteration",
    title: "Iterating receives until the socket is closed",
    verifies: ["DGRAM-14"],
    convicts: "iteration fails at close() instead of ending, or does not end",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const got: string[] = [];
      const iterating = (async () => {
        for await (const { data } of socket) {
          got.push(textOf(data));
          if (got.length === 2) await socket.close();
        }
      })();
      await peer.send({ text: "one" }, setting.placeOf(socket));
      await peer.send({ text: "two" }, setting.placeOf(socket));
      await iterating;
      expect(got).toEqual(["one", "two"]);
    },
  },
  {
    id: "api/datagram/server",
    title: "A server answers everybody where they are, and drains",
    verifies: ["DGRAM-7"],
    convicts: "an answer goes to the last sender instead of its own",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const { serveDatagrams } = await coreOf(setting);
      const server = serveDatagrams(socket, (data) => (data.length === 0 ? null : data.reverse()));
      const [first, second] = [await setting.peerSocket(), await setting.peerSocket()];
      await first.send({ text: "" }, setting.placeOf(socket));
      await first.send({ text: "abc" }, setting.placeOf(socket));
      await second.send({ text: "xyz" }, setting.placeOf(socket));
      expect(await first.receive()).toMatchObject({ text: "cba", ...setting.placeOf(socket) });
      expect(await second.receive()).toMatchObject({ text: "zyx" });
      expect(await server.drain()).toBe(true);
      expect(server.answered).toBe(2);
      expect(await codeOf(socket.receive(new Uint8Array(1)))).toBe("ECLOSED");
    },
  },
  {
    id: "api/datagram/context",
    title: "AsyncLocalStorage survives every await of a datagram socket, and is there in what then() calls",
    verifies: ["LIFETIME-7"],
    convicts:
      "what it gives is no promise of the language's, or one with a then() of its own: it calls back in the context of the runtime's callback",
    over: "datagrams",
    async play(setting) {
      const storage = new AsyncLocalStorage<string>();
      await storage.run("kept", async () => {
        const socket = await setting.bind();
        const peer = await setting.peerSocket();
        const receiving = inContext(storage, socket.receive(new Uint8Array(5)));
        const [told] = await Promise.all([receiving, peer.send({ text: "hello" }, setting.placeOf(socket))]);
        expect(told).toMatchObject({ length: 5 });
        await inContext(storage, socket.send(utf8("answer"), peer.address));
        await inContext(storage, socket.close());
      });
    },
  },
];
