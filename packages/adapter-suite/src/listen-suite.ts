import { existsSync, writeFileSync } from "node:fs";
import type { Connection, Listener } from "@anysock/core";
import { describe, expect, test } from "vitest";
import type { PeerEnd } from "./peer.ts";
import { openDescriptors, peerAddress, type Setting } from "./setting.ts";
import { socketError } from "./socket-error.ts";

const bytes = new TextEncoder();
const text = new TextDecoder();

export function listenSuite(setting: Setting): void {
  describe("a listener", () => {
    test("accepts in order, also clients that came before anybody asked", async () => {
      const listener = await setting.listen();
      const ends = [];
      for (const letter of "abc") {
        const end = await setting.peer.connect(peerAddress(listener));
        await end.send(letter);
        ends.push(end);
      }
      let got = "";
      for (let at = 0; at < 3; at++) {
        const connection = setting.keep(await listener.accept());
        got += text.decode((await connection.readChunk()) ?? undefined);
      }
      expect(got).toBe("abc");
    });

    test("closed, ends iteration and pending accepts, and its address can be bound again at once", async () => {
      const listener = await setting.adapter.listen(setting.place());
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
      const again = await setting.adapter.listen(address);
      const [connection] = await Promise.all([again.accept(), setting.peer.connect(address)]);
      setting.keep(connection);
      await again.close();
    });

    test("closed during an accept that was asked for, is rebound at once as well", async () => {
      const listener = await setting.adapter.listen(setting.place());
      const address = peerAddress(listener);
      setting.keep((await Promise.all([listener.accept(), setting.peer.connect(address)]))[0]);
      const accept = expect(listener.accept()).rejects.toMatchObject(socketError("ECLOSED"));
      await listener.close();
      await accept;
      await (await setting.adapter.listen(address)).close();
    });

    test("at an address that is in use is EADDRINUSE", async () => {
      const listener = await setting.listen();
      const failure = { ...socketError("EADDRINUSE"), operation: "listen", address: peerAddress(listener) };
      await expect(setting.adapter.listen(peerAddress(listener))).rejects.toMatchObject(failure);
      const [connection] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
      setting.keep(connection);
    });

    if (setting.isTcp) {
      test("at an address of another machine is EADDRNOTAVAIL", async () => {
        const host = setting.transport === "tcp4" ? "192.0.2.1" : "2001:db8::1";
        await expect(setting.adapter.listen({ host, port: 0 })).rejects.toMatchObject(socketError("EADDRNOTAVAIL"));
      });

      test("survives clients that reset before they are accepted", async () => {
        const listener = await setting.listen();
        for (let at = 0; at < 5; at++) await (await setting.peer.connect(peerAddress(listener))).reset();
        const end = await setting.peer.connect(peerAddress(listener));
        await end.send("alive");
        for (;;) {
          const connection = setting.keep(await listener.accept());
          const chunk = await connection.readChunk().catch(() => null);
          if (chunk === null) continue;
          expect(chunk).toEqual(bytes.encode("alive"));
          return;
        }
      });
    }

    test("resets unclaimed connections beyond `pending`, or leaves them to the kernel, and serves the others", async () => {
      const listener = await setting.listen({ pending: 1 });
      const before = openDescriptors();
      const first = await setting.peer.connect(peerAddress(listener));
      // A reset may be there before the peer's runtime has told that it is connected.
      const more = async (): Promise<PeerEnd | null> => setting.peer.connect(peerAddress(listener)).catch(() => null);
      const others = [await more(), await more(), await more(), await more()];
      await first.send("1");
      const connection = setting.keep(await listener.accept());
      expect(await connection.readChunk()).toEqual(bytes.encode("1"));
      // The one that was accepted, and one more; the others hold nothing of this process.
      const held = [...openDescriptors()].filter((name) => !before.has(name));
      expect(held.length).toBeLessThanOrEqual(2);
      await listener.close();
      for (const other of others) if (other !== null) expect((await other.receive()).stopped).not.toBe(null);
    });
  });

  if (setting.isTcp) optionSuite(setting);
  if (setting.transport === "unix") pathSuite(setting);
}

function optionSuite(setting: Setting): void {
  describe("an option of a listener has its effect", () => {
    if (setting.transport === "tcp6") familySuite(setting);

    test("reusePort lets two listeners share a port", async () => {
      const first = setting.adapter.listen(setting.place(), { reusePort: true });
      if (!setting.supports("option:reusePort")) {
        await expect(first).rejects.toMatchObject(socketError("ENOTSUP"));
        return;
      }
      const one = await first;
      const two = await setting.adapter.listen(peerAddress(one), { reusePort: true });
      await Promise.all([one.close(), two.close()]);
    });
  });
}

function familySuite(setting: Setting): void {
  const lack = setting.lack("dual-stack");

  test.skipIf(lack !== "")(`without ipv6Only \`::\` takes IPv4 as well${lack}`, async () => {
    const listener = await setting.adapter.listen({ host: "::", port: 0 });
    const [connection] = await Promise.all([
      listener.accept(),
      setting.peer.connect({ host: "127.0.0.1", port: portOf(listener) }),
    ]);
    expect(setting.keep(connection).remote).toMatchObject({ family: "ipv6", host: "::ffff:127.0.0.1" });
    await listener.close();
  });

  test("with ipv6Only `::` does not take IPv4", async () => {
    const listening = setting.adapter.listen({ host: "::", port: 0 }, { ipv6Only: true });
    if (!setting.supports("option:ipv6Only")) {
      await expect(listening).rejects.toMatchObject(socketError("ENOTSUP"));
      return;
    }
    const listener = await listening;
    // The same port of 127.0.0.1 may be somebody else's.
    const to = { host: "127.86.0.1", port: portOf(listener) };
    await expect(setting.peer.connect(to)).rejects.toThrow("ECONNREFUSED");
    await listener.close();
  });
}

function portOf({ address }: Listener): number {
  return address.family === "unix" ? 0 : address.port;
}

function pathSuite(setting: Setting): void {
  describe("a Unix path", () => {
    const path = (): string => (setting.place() as { path: string }).path;

    test("is there while somebody listens and gone after close", async () => {
      const at = path();
      const listener = await setting.adapter.listen({ path: at });
      expect(existsSync(at)).toBe(true);
      await listener.close();
      expect(existsSync(at)).toBe(false);
    });

    // The listeners of Node.js leave no path behind when they are closed.
    if (setting.peerKind === "python") {
      test("that a dead process left is replaced only when asked", async () => {
        const at = path();
        await (await setting.peer.listen({ path: at })).stop();
        await expect(setting.adapter.connect({ path: at })).rejects.toMatchObject(socketError("ECONNREFUSED"));
        await expect(setting.adapter.listen({ path: at })).rejects.toMatchObject(socketError("EADDRINUSE"));
        const replacing = setting.adapter.listen({ path: at }, { unlinkStale: true });
        if (setting.supports("option:unlinkStale")) await (await replacing).close();
        else await expect(replacing).rejects.toMatchObject(socketError("ENOTSUP"));
      });
    }

    test("that is live, or no socket, is never replaced", async () => {
      const live = await setting.peer.listen(setting.place());
      const options = setting.supports("option:unlinkStale") ? { unlinkStale: true } : {};
      await expect(setting.adapter.listen(live.address, options)).rejects.toMatchObject(socketError("EADDRINUSE"));
      const file = path();
      writeFileSync(file, "");
      await expect(setting.adapter.listen({ path: file }, options)).rejects.toMatchObject(socketError("EADDRINUSE"));
      expect(existsSync(file)).toBe(true);
      await live.stop();
    });

    test("of 108 bytes is ENAMETOOLONG; in a folder that is not there ENOENT; through a file ENOTDIR", async () => {
      await expect(setting.adapter.listen({ path: `/tmp/${"a".repeat(103)}` })).rejects.toMatchObject(
        socketError("ENAMETOOLONG"),
      );
      const at = path();
      await expect(setting.adapter.listen({ path: `${at}/x.sock` })).rejects.toMatchObject(socketError("ENOENT"));
      writeFileSync(at, "");
      await expect(setting.adapter.listen({ path: `${at}/x.sock` })).rejects.toMatchObject(socketError("ENOTDIR"));
      await expect(setting.adapter.connect({ path: `${at}/x.sock` })).rejects.toMatchObject(socketError("ENOTDIR"));
    });
  });
}
