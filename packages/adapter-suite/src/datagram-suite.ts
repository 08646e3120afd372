import { type DatagramSocket, SocketError, serveDatagrams } from "@anysock/core";
import { expect, test } from "vitest";
import type { DatagramSetting } from "./datagram-setting.ts";
import { pattern, sha256 } from "./peer.ts";
import { staysPending } from "./setting.ts";

const text = (data: Uint8Array): string => new TextDecoder().decode(data);
const bytes = (data: string): Uint8Array => new TextEncoder().encode(data);

/** How many datagrams fit into what a kernel keeps for a socket by default. */
const BURST = 100;

async function code(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "nothing",
    (error: unknown) => (error instanceof SocketError ? error.code : String(error)),
  );
}

async function receiveText(socket: DatagramSocket): Promise<string> {
  const into = new Uint8Array(64);
  const { length } = await socket.receive(into);
  return text(into.subarray(0, length));
}

/** The rules of datagrams (RFC 768) over one family, against plain sockets in another process. */
export function datagramSuite(setting: DatagramSetting): void {
  const { host, family, most } = setting;

  test("a datagram goes out with its bytes and from the bound port", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    await socket.send(bytes("hello"), peer.address);
    expect(await peer.receive()).toMatchObject({ length: 5, text: "hello", host, port: setting.portOf(socket) });
  });

  test("a datagram comes in with its bytes and its sender", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    const into = new Uint8Array(64);
    const receiving = socket.receive(into);
    await peer.send({ text: "hello" }, setting.placeOf(socket));
    expect(await receiving).toEqual({ length: 5, truncated: false, from: { family, ...peer.address } });
    expect(text(into.subarray(0, 5))).toBe("hello");
  });

  test("what came before the first receive is kept, boundaries and all", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    for (const datagram of ["one", "two", "three"]) await peer.send({ text: datagram }, setting.placeOf(socket));
    expect([await receiveText(socket), await receiveText(socket), await receiveText(socket)]).toEqual([
      "one",
      "two",
      "three",
    ]);
  });

  test("an empty datagram is a datagram, both ways", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    await socket.send(new Uint8Array(0), peer.address);
    expect(await peer.receive()).toMatchObject({ length: 0 });
    await peer.send({ text: "" }, setting.placeOf(socket));
    expect(await socket.receive(new Uint8Array(8))).toMatchObject({ length: 0, truncated: false });
  });

  test(`${most} bytes pass, both ways`, async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    const data = pattern(most);
    await socket.send(data, peer.address);
    expect(await peer.receive()).toMatchObject({ length: most, sha256: await sha256(data) });
    await peer.send({ size: most }, setting.placeOf(socket));
    const into = new Uint8Array(most);
    expect(await socket.receive(into)).toMatchObject({ length: most, truncated: false });
    expect(await sha256(into)).toBe(await sha256(data));
  });

  test(`${most + 1} bytes are EMSGSIZE, and the socket lives`, async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    expect(await code(socket.send(pattern(most + 1), peer.address))).toBe("EMSGSIZE");
    await socket.send(bytes("after"), peer.address);
    expect(await peer.receive()).toMatchObject({ text: "after" });
  });

  test("truncation is told, and the rest does not come with the next datagram", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    await peer.send({ text: "truncated" }, setting.placeOf(socket));
    await peer.send({ text: "next" }, setting.placeOf(socket));
    const into = new Uint8Array(5);
    expect(await socket.receive(into)).toMatchObject({ length: 5, truncated: true });
    expect(text(into)).toBe("trunc");
    expect(await receiveText(socket)).toBe("next");
  });

  test("order of receipt is kept", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    await peer.sendNumbers(BURST, setting.placeOf(socket));
    const got: string[] = [];
    for (let at = 0; at < BURST; at++) got.push(await receiveText(socket));
    expect(got).toEqual(Array.from({ length: BURST }, (_, at) => String(at)));
  });

  test("sends that nobody waits for leave in their order", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    await Promise.all(Array.from({ length: BURST }, (_, at) => socket.send(bytes(String(at)), peer.address)));
    const got: (string | undefined)[] = [];
    for (let at = 0; at < BURST; at++) got.push((await peer.receive())?.text);
    expect(got).toEqual(Array.from({ length: BURST }, (_, at) => String(at)));
  });

  test("a dead peer does not disturb a live one", async () => {
    const socket = await setting.bind();
    const [dead, live] = [await setting.peerSocket(), await setting.peerSocket()];
    await dead.close();
    for (let at = 0; at < BURST; at++) {
      await socket.send(bytes("dead"), dead.address);
      await socket.send(bytes(String(at)), live.address);
    }
    const got: (string | undefined)[] = [];
    for (let at = 0; at < BURST; at++) got.push((await live.receive())?.text);
    expect(got).toEqual(Array.from({ length: BURST }, (_, at) => String(at)));
    await live.send({ text: "still here" }, setting.placeOf(socket));
    expect(await receiveText(socket)).toBe("still here");
  });

  test("a connected socket sends to its peer and hears nobody else", async () => {
    const [peer, stranger] = [await setting.peerSocket(), await setting.peerSocket()];
    const socket = await setting.bind({ remote: peer.address });
    expect(socket.remote).toEqual({ family, ...peer.address });
    await socket.send(bytes("hello"));
    expect(await peer.receive()).toMatchObject({ text: "hello", port: setting.portOf(socket) });
    await stranger.send({ text: "stranger" }, setting.placeOf(socket));
    await peer.send({ text: "peer" }, setting.placeOf(socket));
    expect(await receiveText(socket)).toBe("peer");
    expect(await code(socket.send(bytes("x"), stranger.address))).toBe("EINVAL");
  });

  test.skipIf(!setting.supports("udp:refused"))(
    `a connected socket is told once that nobody has its peer's port, and lives on${setting.lack("udp:refused")}`,
    async () => {
      const gone = await setting.peerSocket();
      const socket = await setting.bind({ remote: gone.address });
      await gone.close();
      await socket.send(bytes("anybody?"));
      expect(await code(socket.receive(new Uint8Array(8)))).toBe("ECONNREFUSED");
      const back = await setting.peerSocket(gone.address.port);
      await socket.send(bytes("hello"));
      expect(await back.receive()).toMatchObject({ text: "hello" });
      await back.send({ text: "welcome" }, setting.placeOf(socket));
      expect(await receiveText(socket)).toBe("welcome");
    },
  );

  test("a receive that is cancelled has consumed nothing, and leaves its memory alone", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    const into = new Uint8Array(8);
    const controller = new AbortController();
    const receiving = code(socket.receive(into, { signal: controller.signal }));
    controller.abort();
    expect(await receiving).toBe("ECANCELED");
    expect(await code(socket.receive(into, { timeout: 1 }))).toBe("ETIMEDOUT");
    await peer.send({ text: "kept" }, setting.placeOf(socket));
    expect(await receiveText(socket)).toBe("kept");
    expect(into).toEqual(new Uint8Array(8));
  });

  test("a second receiver is EBUSY", async () => {
    const socket = await setting.bind();
    const first = code(socket.receive(new Uint8Array(8)));
    expect(await code(socket.receive(new Uint8Array(8)))).toBe("EBUSY");
    await socket.close();
    expect(await first).toBe("ECLOSED");
  });

  test("close() ends what is pending, twice is once, and the address can be bound again", async () => {
    const socket = await setting.bind();
    const port = setting.portOf(socket);
    const receiving = code(socket.receive(new Uint8Array(8)));
    await Promise.all([socket.close(), socket.close()]);
    expect(await receiving).toBe("ECLOSED");
    expect(await code(socket.send(bytes("x"), { host, port }))).toBe("ECLOSED");
    expect(await code(socket.receive(new Uint8Array(8)))).toBe("ECLOSED");
    const again = await setting.peerSocket(port);
    await again.close();
    expect(setting.portOf(await setting.bind({}, port))).toBe(port);
  });

  test("an address that is taken is EADDRINUSE, one that is not ours EADDRNOTAVAIL", async () => {
    const peer = await setting.peerSocket();
    expect(await code(setting.bind({}, peer.address.port))).toBe("EADDRINUSE");
    expect(await code(setting.adapter.bind({ host: setting.foreign, port: 0 }))).toBe("EADDRNOTAVAIL");
  });

  test("a full queue drops the newest and counts them", async () => {
    const socket = await setting.bind({ queue: 1_000 });
    const peer = await setting.peerSocket();
    for (let at = 0; at < 10; at++) await peer.send({ text: String(at).repeat(100) }, setting.placeOf(socket));
    await expect.poll(() => socket.dropped).toBe(8);
    expect([await receiveText(socket), await receiveText(socket)]).toEqual(["0".repeat(64), "1".repeat(64)]);
    expect(await staysPending(socket.receive(new Uint8Array(8)))).toBe(true);
  });

  test("a small datagram pins no large memory", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    await peer.send({ text: "small" }, setting.placeOf(socket));
    for await (const { data } of socket) {
      expect(data.buffer.byteLength).toBeLessThanOrEqual(64);
      break;
    }
  });

  test("iteration ends on close", async () => {
    const socket = await setting.bind();
    const peer = await setting.peerSocket();
    const got: string[] = [];
    const iterating = (async () => {
      for await (const { data } of socket) {
        got.push(text(data));
        if (got.length === 2) await socket.close();
      }
    })();
    await peer.send({ text: "one" }, setting.placeOf(socket));
    await peer.send({ text: "two" }, setting.placeOf(socket));
    await iterating;
    expect(got).toEqual(["one", "two"]);
  });

  test("a server answers everybody where they are, and drains", async () => {
    const socket = await setting.bind();
    const server = serveDatagrams(socket, (data) => (data.length === 0 ? null : data.reverse()));
    const [first, second] = [await setting.peerSocket(), await setting.peerSocket()];
    await first.send({ text: "" }, setting.placeOf(socket));
    await first.send({ text: "abc" }, setting.placeOf(socket));
    await second.send({ text: "xyz" }, setting.placeOf(socket));
    expect(await first.receive()).toMatchObject({ text: "cba", ...setting.placeOf(socket) });
    expect(await second.receive()).toMatchObject({ text: "zyx" });
    expect(await server.drain()).toBe(true);
    expect(server.answered).toBe(2);
    expect(await code(socket.receive(new Uint8Array(1)))).toBe("ECLOSED");
  });
}
