import { AsyncLocalStorage } from "node:async_hooks";
import { lookup } from "node:dns/promises";
import { describe, expect, test } from "vitest";
import { bytes, code, failure } from "./sentences.ts";
import { closedSince, openDescriptors, type Setting } from "./suite.ts";

export function connectSuite(setting: Setting): void {
  describe("connect", () => {
    test("to where nobody listens says so, and on what", async () => {
      const address = await setting.abandoned();
      const error = await failure(setting.adapter.connect(address));
      expect(error).toMatchObject({ operation: "connect", address });
      expect(error.code).toBe(setting.transport === "unix" && setting.peerKind === "node" ? "ENOENT" : "ECONNREFUSED");
    });

    if (setting.isTcp) {
      test("to a name without an address is ENOTFOUND", async () => {
        const error = await failure(setting.adapter.connect({ host: "no-such-name.invalid", port: 7 }));
        expect(error).toMatchObject({ code: "ENOTFOUND", operation: "connect" });
      });
    }

    // A port that is free on ::1 may be taken on 127.0.0.1, where the name may lead as well.
    if (setting.transport === "tcp4") {
      test("to a name tells the failure at each of its addresses", async () => {
        const address = await setting.abandoned();
        const port = "port" in address ? address.port : 0;
        const hosts = (await lookup("localhost", { all: true, order: "verbatim" })).map(({ address }) => address);
        const error = await failure(setting.adapter.connect({ host: "localhost", port }));
        expect(error.code).toBe("ECONNREFUSED");
        // One failure is itself: on a machine where localhost has one address there are no further attempts to list.
        const attempts = hosts.length === 1 ? [error] : error.attempts;
        expect(attempts.map((attempt) => attempt.address)).toEqual(hosts.map((host) => ({ host, port })));
      });
    }

    // Node.js listens with a backlog of its own choice where it is told 0.
    if (setting.isTcp && setting.peerKind === "python") {
      test("that nobody answers ends by its timeout and by its signal, and leaves no handle", async () => {
        const listener = await setting.peer.listen(setting.place(), 0);
        // The queue takes backlog + 1; a further SYN is dropped (listen(2)).
        setting.keep(await setting.adapter.connect(listener.address));
        const before = openDescriptors();
        const control = new AbortController();
        const cancelled = failure(setting.adapter.connect(listener.address, { signal: control.signal }));
        const timed = code(setting.adapter.connect(listener.address, { timeout: 20 }));
        expect(await timed).toBe("ETIMEDOUT");
        control.abort("why");
        expect(await cancelled).toMatchObject({ code: "ECANCELED", cause: "why" });
        await closedSince(before);
        await listener.stop();
      });
    }

    test("a signal that comes after the connection harms it no more", async () => {
      const listener = await setting.peer.listen(setting.place());
      const control = new AbortController();
      const [connection, end] = await Promise.all([
        setting.adapter.connect(listener.address, { signal: control.signal, timeout: 10_000 }),
        listener.accept(),
      ]);
      setting.keep(connection);
      control.abort();
      await connection.write(bytes("alive"));
      expect(await end.receive(5)).toMatchObject({ text: "alive" });
      await listener.stop();
    });

    test("knows both addresses", async () => {
      const { connection } = await setting.connected();
      const accepted = (await setting.accepted()).connection;
      const family = setting.isTcp ? (setting.transport === "tcp4" ? "ipv4" : "ipv6") : "unix";
      for (const address of [connection.local, connection.remote, accepted.local, accepted.remote]) {
        expect(address.family).toBe(family);
        if ("port" in address) expect(address.port).toBeGreaterThan(0);
      }
      if (connection.remote.family === "unix") expect(connection.remote.path).not.toBe(null);
    });

    test("AsyncLocalStorage survives every await", async () => {
      const storage = new AsyncLocalStorage<string>();
      await storage.run("kept", async () => {
        const { connection, end } = await setting.connected();
        expect(storage.getStore()).toBe("kept");
        const read = connection.readChunk();
        await end.send("x");
        await read;
        expect(storage.getStore()).toBe("kept");
        await connection.write(bytes("x"));
        expect(storage.getStore()).toBe("kept");
        const closed = connection.close();
        await end.close();
        await closed;
        expect(storage.getStore()).toBe("kept");
      });
    });
  });
}
