import type { DatagramCase } from "../../api-case.ts";
import { expect } from "../../expect.ts";
import { codeOf } from "../../outcome.ts";
import { pattern, sha256 } from "../../peer.ts";
import { textOf, utf8 } from "../samples.ts";
import { receiveText } from "./received.ts";

/** How many datagrams fit into what a kernel keeps for a socket by default. */
const BURST = 100;

const numbers: readonly string[] = Array.from({ length: BURST }, (_, at) => String(at));

/** What is sent and received, and by whom it is heard (RFC 768). */
export const trafficCases: readonly DatagramCase[] = [
  {
    id: "api/datagram/out",
    title: "A datagram goes out with its bytes, and from the bound port",
    verifies: ["DGRAM-1"],
    convicts: "a datagram leaves from another port than the bound one",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      await socket.send(utf8("hello"), peer.address);
      const told = { length: 5, text: "hello", host: setting.host, port: setting.portOf(socket) };
      expect(await peer.receive()).toMatchObject(told);
    },
  },
  {
    id: "api/datagram/in",
    title: "A datagram comes in with its bytes and its sender",
    verifies: ["DGRAM-1", "DGRAM-7"],
    convicts: "the sender is told by another address, or its port is cut",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const into = new Uint8Array(64);
      const receiving = socket.receive(into);
      await peer.send({ text: "hello" }, setting.placeOf(socket));
      const from = { family: setting.family, ...peer.address };
      expect(await receiving).toEqual({ length: 5, truncated: false, from });
      expect(textOf(into.subarray(0, 5))).toBe("hello");
    },
  },
  {
    id: "api/datagram/before-first-receive",
    title: "What came before the first receive is kept, boundaries and all",
    verifies: ["DGRAM-1"],
    convicts: "what comes before anybody receives is lost, or joined",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const sent = ["one", "two", "three"];
      for (const datagram of sent) await peer.send({ text: datagram }, setting.placeOf(socket));
      expect([await receiveText(socket), await receiveText(socket), await receiveText(socket)]).toEqual(sent);
    },
  },
  {
    id: "api/datagram/empty",
    title: "An empty datagram is a datagram, both ways",
    verifies: ["DGRAM-2"],
    convicts: "an empty datagram is not sent, or is taken for the end or for nothing",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      await socket.send(new Uint8Array(0), peer.address);
      expect(await peer.receive()).toMatchObject({ length: 0 });
      await peer.send({ text: "" }, setting.placeOf(socket));
      expect(await socket.receive(new Uint8Array(8))).toMatchObject({ length: 0, truncated: false });
      await peer.send({ text: "" }, setting.placeOf(socket));
      expect(await socket.receive(new Uint8Array(0))).toMatchObject({ length: 0, truncated: false });
    },
  },
  {
    id: "api/datagram/longest",
    title: "The longest datagram passes, both ways: 65,507 bytes over IPv4, 65,527 over IPv6",
    verifies: ["DGRAM-3"],
    convicts: "the longest datagram is refused or cut by a buffer that is too small",
    over: "datagrams",
    async play(setting) {
      const { most } = setting;
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const data = pattern(most);
      await socket.send(data, peer.address);
      expect(await peer.receive()).toMatchObject({ length: most, sha256: await sha256(data) });
      await peer.send({ size: most }, setting.placeOf(socket));
      const into = new Uint8Array(most);
      expect(await socket.receive(into)).toMatchObject({ length: most, truncated: false });
      expect(await sha256(into)).toBe(await sha256(data));
    },
  },
  {
    id: "api/datagram/too-long",
    title: "One byte more is EMSGSIZE, nothing is sent, and the socket lives",
    verifies: ["DGRAM-4"],
    convicts: "a datagram that is too long ends the socket, vanishes, or is cut",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const sending = socket.send(pattern(setting.most + 1), peer.address);
      await expect(sending).rejects.toMatchObject({ code: "EMSGSIZE", operation: "send" });
      await socket.send(utf8("after"), peer.address);
      expect(await peer.receive()).toMatchObject({ text: "after" });
    },
  },
  {
    id: "api/datagram/truncated",
    title: "Truncation is told, and the rest does not come with the next datagram",
    verifies: ["DGRAM-5"],
    convicts: "what does not fit is kept for the next receive, or its loss is not told",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      await peer.send({ text: "truncated" }, setting.placeOf(socket));
      await peer.send({ text: "next" }, setting.placeOf(socket));
      const into = new Uint8Array(5);
      expect(await socket.receive(into)).toMatchObject({ length: 5, truncated: true });
      expect(textOf(into)).toBe("trunc");
      expect(await receiveText(socket)).toBe("next");
      await peer.send({ text: "exact" }, setting.placeOf(socket));
      expect(await socket.receive(into)).toMatchObject({ length: 5, truncated: false });
    },
  },
  {
    id: "api/datagram/order",
    title: "A burst of datagrams is received in its order",
    verifies: ["DGRAM-6"],
    convicts: "datagrams that come together are handed out in another order",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      await peer.sendNumbers(BURST, setting.placeOf(socket));
      const got: string[] = [];
      for (let at = 0; at < BURST; at++) got.push(await receiveText(socket));
      expect(got).toEqual(numbers);
    },
  },
  {
    id: "api/datagram/unawaited-sends",
    title: "Sends that nobody waits for leave in the order of their calls",
    verifies: ["DGRAM-19"],
    convicts: "sends that are under way together overtake each other",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      await Promise.all(numbers.map((number) => socket.send(utf8(number), peer.address)));
      const got: (string | undefined)[] = [];
      for (let at = 0; at < BURST; at++) got.push((await peer.receive())?.text);
      expect(got).toEqual(numbers);
    },
  },
  {
    id: "api/datagram/borrowed",
    title: "Memory may be filled anew once its send has settled",
    verifies: ["DGRAM-1"],
    convicts: "a datagram is sent out of memory that is the caller's again",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const peer = await setting.peerSocket();
      const memory = new Uint8Array(1);
      for (let at = 0; at < BURST; at++) {
        memory[0] = at;
        await socket.send(memory, peer.address);
      }
      const got: number[] = [];
      for (let at = 0; at < BURST; at++) got.push((await peer.receive())?.text.charCodeAt(0) ?? -1);
      expect(got).toEqual(numbers.map(Number));
    },
  },
  {
    id: "api/datagram/dead-peer",
    title: "A dead peer does not disturb a live one",
    verifies: ["DGRAM-8"],
    convicts: "an ICMP error about one peer fails the next send to another, or ends the socket",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const [dead, live] = [await setting.peerSocket(), await setting.peerSocket()];
      await dead.close();
      for (const number of numbers) {
        await socket.send(utf8("dead"), dead.address);
        await socket.send(utf8(number), live.address);
      }
      const got: (string | undefined)[] = [];
      for (let at = 0; at < BURST; at++) got.push((await live.receive())?.text);
      expect(got).toEqual(numbers);
      await live.send({ text: "still here" }, setting.placeOf(socket));
      expect(await receiveText(socket)).toBe("still here");
    },
  },
  {
    id: "api/datagram/connected",
    title: "A connected socket sends to its peer, hears nobody else, and takes no other address",
    verifies: ["DGRAM-9"],
    convicts: "a connected socket hears strangers, or sends to them",
    over: "datagrams",
    async play(setting) {
      const [peer, stranger] = [await setting.peerSocket(), await setting.peerSocket()];
      const socket = await setting.bind({ remote: peer.address });
      expect(socket.remote).toEqual({ family: setting.family, ...peer.address });
      await socket.send(utf8("hello"));
      expect(await peer.receive()).toMatchObject({ text: "hello", port: setting.portOf(socket) });
      await stranger.send({ text: "stranger" }, setting.placeOf(socket));
      await peer.send({ text: "peer" }, setting.placeOf(socket));
      expect(await receiveText(socket)).toBe("peer");
      expect(await codeOf(socket.send(utf8("x"), stranger.address))).toBe("EINVAL");
    },
  },
  {
    id: "api/datagram/refused",
    title: "A connected socket is told once that nobody has its peer's port, and lives on",
    verifies: ["DGRAM-10"],
    convicts: "the refusal is not told, told for ever, or ends the socket",
    over: "datagrams",
    capabilities: ["udp:refused"],
    async play(setting) {
      const gone = await setting.peerSocket();
      const socket = await setting.bind({ remote: gone.address });
      await gone.close();
      await socket.send(utf8("anybody?"));
      expect(await codeOf(socket.receive(new Uint8Array(8)))).toBe("ECONNREFUSED");
      const back = await setting.peerSocket(gone.address.port);
      await socket.send(utf8("hello"));
      expect(await back.receive()).toMatchObject({ text: "hello" });
      await back.send({ text: "welcome" }, setting.placeOf(socket));
      expect(await receiveText(socket)).toBe("welcome");
    },
  },
];
