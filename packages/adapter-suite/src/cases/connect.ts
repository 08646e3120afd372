import { AsyncLocalStorage } from "node:async_hooks";
import { lookup } from "node:dns/promises";
import type { StreamCase } from "../api-case.ts";
import { eventually } from "../eventually.ts";
import { expect } from "../expect.ts";
import { inContext } from "../kept-context.ts";
import { connectionsOf } from "../loopback.ts";
import { portOf } from "../name-of-addresses.ts";
import { codeOfNoSuchName, NO_SUCH_NAME } from "../no-such-name.ts";
import { closedSince, openDescriptors, peerAddress } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { utf8 } from "./samples.ts";

const tcp = ["tcp4", "tcp6"] as const;

/** An address that is of no machine here (RFC 5737, RFC 3849). */
const foreign = { tcp4: "192.0.2.1", tcp6: "2001:db8::1" } as const;

/** How a connection comes about, or does not. */
export const connectCases: readonly StreamCase[] = [
  {
    id: "api/connect/refused",
    title: "Connecting to where nobody listens says so, and on what",
    verifies: ["CONNECT-2", "CONNECT-4", "CONNECT-9", "ERROR-1"],
    convicts: "a refused connection has no code, no operation or no address, or another code than elsewhere",
    over: "streams",
    async play(setting) {
      const address = await setting.abandoned();
      const code = setting.transport === "unix" && setting.peerKind === "node" ? "ENOENT" : "ECONNREFUSED";
      const failure = { ...socketError(code), operation: "connect", address };
      await expect(setting.adapter.connect(address)).rejects.toMatchObject(failure);
    },
  },
  {
    id: "api/connect/no-such-path",
    title: "Connecting to a path that does not exist is ENOENT, and names it",
    verifies: ["CONNECT-3", "ERROR-1"],
    convicts: "a path that is not there is told as a refusal",
    over: "streams",
    transports: ["unix"],
    async play(setting) {
      const address = setting.place();
      const failure = { ...socketError("ENOENT"), operation: "connect", address };
      await expect(setting.adapter.connect(address)).rejects.toMatchObject(failure);
    },
  },
  {
    id: "api/connect/no-such-name",
    title: "Connecting to a name without an address is ENOTFOUND, and EAGAIN where no name server answers",
    verifies: ["ERROR-1"],
    convicts: "a name that does not exist is told as a refusal, or as the runtime's own error",
    over: "streams",
    transports: tcp,
    async play(setting) {
      const code = await codeOfNoSuchName();
      const connecting = setting.adapter.connect({ host: NO_SUCH_NAME, port: 7 });
      await expect(connecting).rejects.toMatchObject({ ...socketError(code), operation: "connect" });
    },
  },
  {
    id: "api/connect/localhost",
    title: "Connecting to a name tells the failure at each of its addresses",
    verifies: ["CONNECT-16"],
    convicts: "of several failures one is told, or a sum of them without a code",
    over: "streams",
    // A port that is free on ::1 may be taken on 127.0.0.1, where the name may lead as well.
    transports: ["tcp4"],
    async play(setting) {
      const address = await setting.abandoned();
      const port = "port" in address ? address.port : 0;
      const hosts = (await lookup("localhost", { all: true, order: "verbatim" })).map(({ address }) => address);
      const each = hosts.map((host) => ({ ...socketError("ECONNREFUSED"), address: { host, port } }));
      // One failure is itself: on a machine where localhost has one address there are no further attempts to list.
      const failure = each.length === 1 ? each[0] : { ...socketError("ECONNREFUSED"), attempts: each };
      await expect(setting.adapter.connect({ host: "localhost", port })).rejects.toMatchObject(failure ?? {});
    },
  },
  {
    id: "api/connect/local-is-not-ours",
    title: "Connecting from an address of another machine is EADDRNOTAVAIL",
    verifies: ["ERROR-1"],
    convicts: "a local address that is not there is ignored, or has another code",
    over: "streams",
    transports: tcp,
    capabilities: ["option:local"],
    async play(setting) {
      const listener = await setting.peer.listen(setting.place());
      const host = foreign[setting.transport === "tcp4" ? "tcp4" : "tcp6"];
      const connecting = setting.adapter.connect(listener.address, { local: { host } });
      await expect(connecting).rejects.toMatchObject({ ...socketError("EADDRNOTAVAIL"), operation: "connect" });
      await listener.stop();
    },
  },
  {
    id: "api/connect/given-up",
    title: "Connecting to who does not answer ends at once by its timeout and by its signal, and leaves nothing behind",
    verifies: ["CONNECT-10"],
    convicts: "a connect that was given up settles when the kernel gives up, or its SYN goes on",
    over: "streams",
    transports: tcp,
    needs: ["python", "ss"],
    async play(setting) {
      // Node.js listens with a backlog of its own choice where it is told 0. The queue takes backlog + 1; a further SYN is dropped (listen(2)).
      const listener = await setting.peer.listen(setting.place(), 0);
      setting.keep(await setting.adapter.connect(listener.address));
      const held = connectionsOf(portOf(listener.address));
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
      await eventually(() => expect(connectionsOf(portOf(listener.address)).length).toBeLessThanOrEqual(held.length));
      await listener.stop();
    },
  },
  {
    id: "api/connect/aborted-signal",
    title: "A connect whose signal is aborted already is ECANCELED, and nothing is sent",
    verifies: ["CONNECT-10"],
    convicts: "an aborted signal is looked at only when the connection is there",
    over: "streams",
    async play(setting) {
      const listener = await setting.peer.listen(setting.place());
      const connecting = setting.adapter.connect(listener.address, { signal: AbortSignal.abort("why") });
      await expect(connecting).rejects.toMatchObject({
        ...socketError("ECANCELED"),
        operation: "connect",
        cause: "why",
      });
      const real = setting.keep(await setting.adapter.connect(listener.address));
      const end = await listener.accept();
      await real.write(utf8("first"));
      expect(await end.receive(5)).toMatchObject({ text: "first" });
      await listener.stop();
    },
  },
  {
    id: "api/connect/late-signal",
    title: "A signal that is aborted after the connection was made harms it no more",
    verifies: ["CONNECT-1"],
    convicts: "the signal of connect() stays live and ends the connection",
    over: "streams",
    async play(setting) {
      const listener = await setting.peer.listen(setting.place());
      const control = new AbortController();
      const [connection, end] = await Promise.all([
        setting.adapter.connect(listener.address, { signal: control.signal, timeout: 10_000 }),
        listener.accept(),
      ]);
      setting.keep(connection);
      control.abort();
      await connection.write(utf8("alive"));
      expect(await end.receive(5)).toMatchObject({ text: "alive" });
      await listener.stop();
    },
  },
  {
    id: "api/connect/many",
    title: "Fifty connections that are made at the same time are distinct, and each carries its own bytes",
    verifies: ["CONNECT-6"],
    convicts: "connections that come about in one turn are mixed up",
    over: "streams",
    async play(setting) {
      const listener = await setting.peer.listen(setting.place());
      const connections = await Promise.all(
        Array.from({ length: 50 }, () => setting.adapter.connect(listener.address)),
      );
      for (const [at, connection] of connections.entries()) {
        setting.keep(connection);
        await connection.write(utf8(String(at).padStart(2, "0")));
      }
      const said: string[] = [];
      for (let at = 0; at < 50; at++) said.push((await (await listener.accept()).receive(2)).text);
      expect(said.sort()).toEqual(Array.from({ length: 50 }, (_, at) => String(at).padStart(2, "0")));
      await listener.stop();
    },
  },
  {
    id: "api/connect/context",
    title: "AsyncLocalStorage survives every await of a connection and a listener, and is there in what then() calls",
    verifies: ["LIFETIME-7"],
    convicts:
      "what it gives is no promise of the language's, or one with a then() of its own: it calls back in the context of the runtime's callback",
    over: "streams",
    async play(setting) {
      const storage = new AsyncLocalStorage<string>();
      await storage.run("kept", async () => {
        const peer = await setting.peer.listen(setting.place());
        const connecting = inContext(storage, setting.adapter.connect(peer.address));
        const [connection, end] = await Promise.all([connecting, peer.accept()]);
        setting.keep(connection);
        await peer.stop();
        const [chunk] = await Promise.all([inContext(storage, connection.readChunk()), end.send("xyz")]);
        expect(chunk?.length).toBeGreaterThan(0);
        await inContext(storage, connection.write(utf8("x")));
        await Promise.all([inContext(storage, connection.close()), end.close()]);
        await inContext(storage, connection.closed);
        const listener = await setting.listen();
        const accepting = inContext(storage, listener.accept());
        const [accepted, other] = await Promise.all([accepting, setting.peer.connect(peerAddress(listener))]);
        setting.keep(accepted);
        await other.send("y");
        for await (const chunk of accepted) {
          expect([storage.getStore(), chunk.length]).toEqual(["kept", 1]);
          break;
        }
        await inContext(storage, accepted.closeWrite());
        await inContext(storage, listener.close());
      });
    },
  },
];
