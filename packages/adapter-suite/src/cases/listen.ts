import type { Connection } from "@anysock/core";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { connectionsOf } from "../loopback.ts";
import { portOf } from "../name-of-addresses.ts";
import type { PeerEnd } from "../peer.ts";
import { openDescriptors, peerAddress, staysPending } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { textOf, utf8 } from "./samples.ts";

const tcp = ["tcp4", "tcp6"] as const;

/** Listening, and handing out who has come. */
export const listenCases: readonly StreamCase[] = [
  {
    id: "api/listen/in-order",
    title: "a listener accepts in order, also clients that came before anybody asked",
    verifies: ["ACCEPT-1", "ACCEPT-3"],
    convicts: "connections that wait are handed out last first, or what was sent before accept() is thrown away",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen();
      for (const letter of "abc") {
        const end = await setting.peer.connect(peerAddress(listener));
        await end.send(letter);
      }
      let got = "";
      for (let at = 0; at < 3; at++) {
        const connection = setting.keep(await listener.accept());
        got += textOf(await connection.readChunk());
      }
      expect(got).toBe("abc");
    },
  },
  {
    id: "api/listen/iteration-ends",
    title: "a listener that is closed ends iteration and refuses accept, and its address can be bound again at once",
    verifies: ["LISTEN-9", "LISTEN-11", "LISTEN-15"],
    convicts:
      "iteration throws or hangs when the listener is closed, or the address is not free yet when close() settles",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen();
      const address = peerAddress(listener);
      // It stays, and so nobody else is given the address meanwhile.
      const first = Promise.withResolvers<Connection>();
      const loop = (async () => {
        for await (const connection of listener) first.resolve(setting.keep(connection));
      })();
      await setting.peer.connect(address);
      await first.promise;
      await listener.close();
      await loop;
      await expect(listener.accept()).rejects.toMatchObject(socketError("ECLOSED"));
      const again = await setting.listen({}, address);
      const [connection] = await Promise.all([again.accept(), setting.peer.connect(address)]);
      setting.keep(connection);
    },
  },
  {
    id: "api/listen/pending-accept",
    title: "a listener that is closed during an accept ends it with ECLOSED, and is rebound at once as well",
    verifies: ["LISTEN-9", "LISTEN-11"],
    convicts: "an accept that is pending at close() stays so, or keeps the address in use (denoland/deno#22885)",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen();
      const address = peerAddress(listener);
      setting.keep((await Promise.all([listener.accept(), setting.peer.connect(address)]))[0]);
      const accept = expect(listener.accept()).rejects.toMatchObject(socketError("ECLOSED"));
      await listener.close();
      await accept;
      await setting.listen({}, address);
    },
  },
  {
    id: "api/listen/in-use",
    title: "listening at an address that is in use is EADDRINUSE, and does not disturb who has it",
    verifies: ["LISTEN-3"],
    convicts: "two listeners get one address without having asked to share it, or the second takes it from the first",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen();
      const failure = { ...socketError("EADDRINUSE"), operation: "listen", address: peerAddress(listener) };
      await expect(setting.adapter.listen(peerAddress(listener))).rejects.toMatchObject(failure);
      const [connection] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
      setting.keep(connection);
    },
  },
  {
    id: "api/listen/elsewhere",
    title: "listening at an address of another machine is EADDRNOTAVAIL",
    verifies: ["LISTEN-16"],
    convicts: "an address that is not this machine's is taken for every address, or refused with another code",
    over: "streams",
    transports: tcp,
    async play(setting) {
      const host = setting.transport === "tcp4" ? "192.0.2.1" : "2001:db8::1";
      await expect(setting.adapter.listen({ host, port: 0 })).rejects.toMatchObject(socketError("EADDRNOTAVAIL"));
    },
  },
  {
    id: "api/listen/reset-in-queue",
    title: "a listener survives clients that reset before they are accepted",
    verifies: ["RESET-8"],
    convicts: "accept() rejects, or iteration ends, for a client that has reset while it waited (denoland/deno#8499)",
    over: "streams",
    transports: tcp,
    async play(setting) {
      const listener = await setting.listen();
      for (let at = 0; at < 5; at++) await (await setting.peer.connect(peerAddress(listener))).reset();
      const end = await setting.peer.connect(peerAddress(listener));
      await end.send("alive");
      for (;;) {
        const connection = setting.keep(await listener.accept());
        const chunk = await connection.readChunk().catch(() => null);
        if (chunk === null) continue;
        expect(chunk).toEqual(utf8("alive"));
        return;
      }
    },
  },
  {
    id: "api/listen/pending",
    title: "unclaimed connections beyond `pending` are reset, or left to the kernel, and the others are served",
    verifies: ["ACCEPT-4"],
    convicts: "connections that nobody claims are accepted without a bound, each with a descriptor",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen({ pending: 1 });
      const before = openDescriptors();
      const first = await setting.peer.connect(peerAddress(listener));
      // A reset may be there before the peer's runtime has told that it is connected.
      const more = async (): Promise<PeerEnd | null> => setting.peer.connect(peerAddress(listener)).catch(() => null);
      const others = [await more(), await more(), await more(), await more()];
      await first.send("1");
      const connection = setting.keep(await listener.accept());
      expect(await connection.readChunk()).toEqual(utf8("1"));
      // The one that was accepted, and one more; the others hold nothing of this process.
      const held = [...openDescriptors()].filter((name) => !before.has(name));
      expect(held.length).toBeLessThanOrEqual(2);
      await listener.close();
      for (const other of others) if (other !== null) expect((await other.receive()).stopped).not.toBe(null);
    },
  },
  {
    id: "api/listen/unclaimed",
    title: "closing a listener ends the connections that nobody has claimed, and leaves those that were accepted",
    verifies: ["LISTEN-7", "LISTEN-8"],
    convicts: "a client that waited for its accept is left connected to nobody, or close() takes accepted ones with it",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen();
      const accepted = await setting.peer.connect(peerAddress(listener));
      const connection = setting.keep(await listener.accept());
      const unclaimed = await setting.peer.connect(peerAddress(listener));
      await listener.close();
      expect((await unclaimed.receive()).stopped).not.toBe(null);
      await accepted.send("still here");
      expect(await connection.readChunk()).toEqual(utf8("still here"));
      await connection.write(utf8("as am I"));
      expect((await accepted.receive(7)).text).toBe("as am I");
    },
  },
  {
    id: "api/listen/refused-after-close",
    title: "after a listener is closed, connecting to it is refused",
    verifies: ["LISTEN-6"],
    convicts: "close() settles while the kernel still takes connections for the listener",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen();
      const [connection] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
      // It stays, and so the system gives the port to nobody else.
      setting.keep(connection);
      await listener.close();
      const code = setting.transport === "unix" ? "ENOENT" : "ECONNREFUSED";
      await expect(setting.peer.connect(peerAddress(listener))).rejects.toMatchObject({ message: code });
      expect(await listener.close()).toBe(undefined);
    },
  },
  {
    id: "api/listen/timed-out-accept",
    title: "an accept that timed out, or was canceled, has taken no connection",
    verifies: ["ACCEPT-8"],
    convicts: "the next client goes to an accept that nobody waits for any more, and is lost",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen();
      await expect(listener.accept({ timeout: 5 })).rejects.toMatchObject(socketError("ETIMEDOUT"));
      const canceling = new AbortController();
      const canceled = expect(listener.accept({ signal: canceling.signal })).rejects.toMatchObject(
        socketError("ECANCELED"),
      );
      canceling.abort("enough");
      await canceled;
      const end = await setting.peer.connect(peerAddress(listener));
      await end.send("mine");
      expect(await setting.keep(await listener.accept()).readChunk()).toEqual(utf8("mine"));
    },
  },
  {
    id: "api/listen/concurrent-accepts",
    title: "accepts that wait together are each given a connection of their own",
    verifies: ["ACCEPT-5", "ACCEPT-6"],
    convicts: "one connection settles every accept that waits, or only the last one",
    over: "streams",
    async play(setting) {
      const listener = await setting.listen();
      const accepts = [listener.accept(), listener.accept(), listener.accept()];
      const ends: PeerEnd[] = [];
      for (const letter of "abc") {
        const end = await setting.peer.connect(peerAddress(listener));
        await end.send(letter);
        ends.push(end);
      }
      const connections = (await Promise.all(accepts)).map((connection) => setting.keep(connection));
      const got = await Promise.all(connections.map(async (one) => textOf(await one.readChunk())));
      expect(got.sort()).toEqual(["a", "b", "c"]);
      expect(await staysPending(listener.accept({ timeout: 10_000 }).catch(() => "ended"))).toBe(true);
    },
  },
  {
    id: "api/listen/dual-stack",
    title: "without ipv6Only `::` takes IPv4 as well, and shows it as an IPv4-mapped address",
    verifies: ["LISTEN-4", "LISTEN-10"],
    convicts: "a listener on `::` takes IPv6 alone, or shows an IPv4 client as ipv4",
    over: "streams",
    transports: ["tcp6"],
    capabilities: ["dual-stack"],
    async play(setting) {
      const listener = await setting.listen({}, { host: "::", port: 0 });
      const to = { host: "127.0.0.1", port: portOf(listener.address) };
      const [connection] = await Promise.all([listener.accept(), setting.peer.connect(to)]);
      expect(setting.keep(connection).remote).toMatchObject({ family: "ipv6", host: "::ffff:127.0.0.1" });
    },
  },
  {
    id: "api/listen/ipv6-only",
    title: "with ipv6Only `::` does not take IPv4",
    verifies: ["LISTEN-5"],
    convicts: "ipv6Only is ignored",
    over: "streams",
    transports: ["tcp6"],
    capabilities: ["option:ipv6Only"],
    async play(setting) {
      const listener = await setting.listen({ ipv6Only: true }, { host: "::", port: 0 });
      // The same port of 127.0.0.1 may be somebody else's.
      const to = { host: "127.86.0.1", port: portOf(listener.address) };
      await expect(setting.peer.connect(to)).rejects.toMatchObject({ message: "ECONNREFUSED" });
    },
  },
  {
    id: "api/listen/port-0",
    title: "listening on port 0 reports the real port, and accepted connections know both addresses",
    verifies: ["ACCEPT-2", "LISTEN-1"],
    convicts: "a listener reports port 0, or an accepted connection has the listener's address as its peer's",
    over: "streams",
    transports: tcp,
    needs: ["ss"],
    async play(setting) {
      const listener = await setting.listen();
      const port = portOf(listener.address);
      expect(port).toBeGreaterThan(0);
      const [connection] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
      const { host } = peerAddress(listener) as { host: string };
      expect(setting.keep(connection).local).toMatchObject({ host, port });
      expect(connection.remote).toMatchObject({ host });
      const remote = connection.remote.family === "unix" ? 0 : connection.remote.port;
      // Seen from both ends.
      const has = (line: string, one: number): boolean => new RegExp(`:${one}\\b`).test(line);
      const seen = connectionsOf(port).filter((line) => has(line, port) && has(line, remote));
      expect(seen).toHaveLength(2);
    },
  },
];
