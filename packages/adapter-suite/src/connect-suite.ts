import { AsyncLocalStorage } from "node:async_hooks";
import { lookup } from "node:dns/promises";
import { describe, expect, test } from "vitest";
import { codeOfNoSuchName, NO_SUCH_NAME } from "./no-such-name.ts";
import { closedSince, openDescriptors, type Setting } from "./setting.ts";
import { socketError } from "./socket-error.ts";

const bytes = new TextEncoder();

export function connectSuite(setting: Setting): void {
  describe("connect", () => {
    test("to where nobody listens says so, and on what", async () => {
      const address = await setting.abandoned();
      const code = setting.transport === "unix" && setting.peerKind === "node" ? "ENOENT" : "ECONNREFUSED";
      const failure = { ...socketError(code), operation: "connect", address };
      await expect(setting.adapter.connect(address)).rejects.toMatchObject(failure);
    });

    if (setting.isTcp) {
      test("to a name without an address is ENOTFOUND, and EAGAIN where no name server answers", async () => {
        const code = await codeOfNoSuchName();
        const connecting = setting.adapter.connect({ host: NO_SUCH_NAME, port: 7 });
        await expect(connecting).rejects.toMatchObject({ ...socketError(code), operation: "connect" });
      });
    }

    // A port that is free on ::1 may be taken on 127.0.0.1, where the name may lead as well.
    if (setting.transport === "tcp4") {
      test("to a name tells the failure at each of its addresses", async () => {
        const address = await setting.abandoned();
        const port = "port" in address ? address.port : 0;
        const hosts = (await lookup("localhost", { all: true, order: "verbatim" })).map(({ address }) => address);
        const each = hosts.map((host) => ({ ...socketError("ECONNREFUSED"), address: { host, port } }));
        // One failure is itself: on a machine where localhost has one address there are no further attempts to list.
        const failure = each.length === 1 ? each[0] : { ...socketError("ECONNREFUSED"), attempts: each };
        await expect(setting.adapter.connect({ host: "localhost", port })).rejects.toMatchObject(failure ?? {});
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
        const cancelled = expect(
          setting.adapter.connect(listener.address, { signal: control.signal }),
        ).rejects.toMatchObject({ ...socketError("ECANCELED"), cause: "why" });
        const timed = setting.adapter.connect(listener.address, { timeout: 20 });
        await expect(timed).rejects.toMatchObject(socketError("ETIMEDOUT"));
        control.abort("why");
        await cancelled;
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
      await connection.write(bytes.encode("alive"));
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
        await connection.write(bytes.encode("x"));
        expect(storage.getStore()).toBe("kept");
        const closed = connection.close();
        await end.close();
        await closed;
        expect(storage.getStore()).toBe("kept");
      });
    });
  });
}
