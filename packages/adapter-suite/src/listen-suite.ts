import { existsSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bytes, code, failure } from "./sentences.ts";
import { peerAddress, type Setting } from "./suite.ts";

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
        got += new TextDecoder().decode((await connection.readChunk()) ?? undefined);
      }
      expect(got).toBe("abc");
    });

    test("closed, ends iteration and pending accepts, and its address can be bound again at once", async () => {
      const at = setting.place();
      const listener = await setting.adapter.listen(at);
      const loop = (async () => {
        for await (const connection of listener) setting.keep(connection);
      })();
      const address = peerAddress(listener);
      await listener.close();
      await loop;
      expect(await code(listener.accept())).toBe("ECLOSED");
      const again = await setting.adapter.listen(address);
      const [connection] = await Promise.all([again.accept(), setting.peer.connect(address)]);
      setting.keep(connection);
      await again.close();
    });

    test("closed during an accept that was asked for, is rebound at once as well", async () => {
      const listener = await setting.adapter.listen(setting.place());
      const address = peerAddress(listener);
      const accept = code(listener.accept());
      await listener.close();
      expect(await accept).toBe("ECLOSED");
      await (await setting.adapter.listen(address)).close();
    });

    test("at an address that is in use is EADDRINUSE", async () => {
      const listener = await setting.listen();
      const error = await failure(setting.adapter.listen(peerAddress(listener)));
      expect(error).toMatchObject({ code: "EADDRINUSE", operation: "listen", address: peerAddress(listener) });
      const [connection] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
      setting.keep(connection);
    });

    test.runIf(setting.isTcp)("at an address of another machine is EADDRNOTAVAIL", async () => {
      const host = setting.transport === "tcp4" ? "192.0.2.1" : "2001:db8::1";
      expect(await code(setting.adapter.listen({ host, port: 0 }))).toBe("EADDRNOTAVAIL");
    });

    test.runIf(setting.isTcp)("survives clients that reset before they are accepted", async () => {
      const listener = await setting.listen();
      for (let at = 0; at < 5; at++) await (await setting.peer.connect(peerAddress(listener))).reset();
      const end = await setting.peer.connect(peerAddress(listener));
      await end.send("alive");
      for (;;) {
        const connection = setting.keep(await listener.accept());
        const chunk = await connection.readChunk().catch(() => null);
        if (chunk === null) continue;
        expect(chunk).toEqual(bytes("alive"));
        return;
      }
    });

    test("resets unclaimed connections beyond `pending`, or leaves them to the kernel, and serves the others", async () => {
      const listener = await setting.listen({ pending: 1 });
      const first = await setting.peer.connect(peerAddress(listener));
      const second = await setting.peer.connect(peerAddress(listener)).catch((error: Error) => error);
      await first.send("1");
      const connection = setting.keep(await listener.accept());
      expect(await connection.readChunk()).toEqual(bytes("1"));
      await listener.close();
      // The reset may be there before the peer's runtime has told that it is connected.
      if (second instanceof Error) expect(second.message).toBe("ECONNRESET");
      else expect((await second.receive()).stopped).not.toBe(null);
    });
  });

  describe.runIf(setting.isTcp)("an option of a listener has its effect", () => {
    test.runIf(setting.transport === "tcp6")("without ipv6Only `::` takes IPv4 as well, with it does not", async () => {
      if (setting.supports("dual-stack")) {
        const both = await setting.adapter.listen({ host: "::", port: 0 });
        const port = "port" in both.address ? both.address.port : 0;
        const [connection] = await Promise.all([both.accept(), setting.peer.connect({ host: "127.0.0.1", port })]);
        expect(setting.keep(connection).remote).toMatchObject({ family: "ipv6", host: "::ffff:127.0.0.1" });
        await both.close();
      }
      const only = setting.adapter.listen({ host: "::", port: 0 }, { ipv6Only: true });
      if (!setting.supports("option:ipv6Only")) {
        expect(await code(only)).toBe("ENOTSUP");
        return;
      }
      const listener = await only;
      const port = "port" in listener.address ? listener.address.port : 0;
      await expect(setting.peer.connect({ host: "127.0.0.1", port })).rejects.toThrow("ECONNREFUSED");
      await listener.close();
    });

    test("reusePort lets two listeners share a port", async () => {
      const first = setting.adapter.listen(setting.place(), { reusePort: true });
      if (!setting.supports("option:reusePort")) {
        expect(await code(first)).toBe("ENOTSUP");
        return;
      }
      const one = await first;
      const two = await setting.adapter.listen(peerAddress(one), { reusePort: true });
      await Promise.all([one.close(), two.close()]);
    });

    test("backlog is taken, or ENOTSUP", async () => {
      const listening = setting.adapter.listen(setting.place(), { backlog: 3 });
      if (setting.supports("option:backlog")) await (await listening).close();
      else expect(await code(listening)).toBe("ENOTSUP");
    });
  });

  describe.runIf(setting.transport === "unix")("a Unix path", () => {
    const path = (): string => (setting.place() as { path: string }).path;

    test("is there while somebody listens and gone after close", async () => {
      const at = path();
      const listener = await setting.adapter.listen({ path: at });
      expect(existsSync(at)).toBe(true);
      await listener.close();
      expect(existsSync(at)).toBe(false);
    });

    test.runIf(setting.peerKind === "python")("that a dead process left is replaced only when asked", async () => {
      const at = path();
      await (await setting.peer.listen({ path: at })).stop();
      expect(await code(setting.adapter.connect({ path: at }))).toBe("ECONNREFUSED");
      expect(await code(setting.adapter.listen({ path: at }))).toBe("EADDRINUSE");
      if (!setting.supports("option:unlinkStale")) return;
      await (await setting.adapter.listen({ path: at }, { unlinkStale: true })).close();
    });

    test("that is live, or no socket, is never replaced", async () => {
      const live = await setting.peer.listen(setting.place());
      const options = setting.supports("option:unlinkStale") ? { unlinkStale: true } : {};
      expect(await code(setting.adapter.listen(live.address, options))).toBe("EADDRINUSE");
      const file = path();
      writeFileSync(file, "");
      expect(await code(setting.adapter.listen({ path: file }, options))).toBe("EADDRINUSE");
      expect(existsSync(file)).toBe(true);
      await live.stop();
    });

    test("of 108 bytes is ENAMETOOLONG; in a folder that is not there ENOENT; through a file ENOTDIR", async () => {
      expect(await code(setting.adapter.listen({ path: `/tmp/${"a".repeat(103)}` }))).toBe("ENAMETOOLONG");
      const at = path();
      expect(await code(setting.adapter.listen({ path: `${at}/x.sock` }))).toBe("ENOENT");
      writeFileSync(at, "");
      expect(await code(setting.adapter.listen({ path: `${at}/x.sock` }))).toBe("ENOTDIR");
      expect(await code(setting.adapter.connect({ path: `${at}/x.sock` }))).toBe("ENOTDIR");
    });
  });
}
