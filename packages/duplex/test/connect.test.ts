import { EventEmitter, once } from "node:events";
import { type SocketDuplex, toDuplex } from "@anysock/duplex";
import { connect, listen, SocketError } from "anysock";
import { describe, expect, test } from "vitest";
import { hasPython, Peer } from "./peer.ts";
import { keep, sha256 } from "./played.ts";

describe("a duplex that is not connected yet", () => {
  test.skipIf(!hasPython)(
    "connects when it is told to, writes what waited, and says 'connect' and 'ready'",
    async () => {
      const peer = keep(await Peer.play("drain"));
      const duplex = toDuplex(connect);
      expect([duplex.pending, duplex.connecting, duplex.readyState]).toEqual([true, false, "closed"]);
      const events: string[] = [];
      for (const name of ["connect", "ready"]) duplex.on(name, () => events.push(name));
      duplex.setNoDelay(true).setKeepAlive(true);
      duplex.connect(peer.port, "127.0.0.1", () => events.push("told"));
      expect([duplex.connecting, duplex.readyState]).toEqual([true, "opening"]);
      duplex.end("early");
      expect(await peer.tells()).toBe(`5 ${sha256(new TextEncoder().encode("early"))} FIN`);
      expect(events).toEqual(["connect", "told", "ready"]);
    },
  );

  test("says why it could not connect, and closes", async () => {
    const listener = await listen({ host: "127.0.0.1", port: 0 });
    const { address } = listener;
    await listener.close();
    const duplex = toDuplex(connect);
    const written = new Promise((resolve) => duplex.write("never", resolve));
    duplex.connect({ port: "port" in address ? address.port : 0, host: "127.0.0.1" });
    const [error] = await EventEmitter.once(duplex, "close").catch((reason: unknown) => [reason]);
    expect(error).toMatchObject({ code: "ECONNREFUSED", operation: "connect" });
    expect(await written).toBeInstanceOf(Error);
  });

  test("whose settings fail says so by 'error', and never 'connect'", async () => {
    const listener = await listen({ host: "127.0.0.1", port: 0 });
    const duplex = toDuplex(async (to) => {
      const connection = await connect(to);
      const set = (): void => {
        throw new SocketError("ENOTSUP", "set", { detail: "none of these" });
      };
      return Object.defineProperty(connection, "set", { value: set });
    });
    const events: string[] = [];
    for (const name of ["connect", "ready"]) duplex.on(name, () => events.push(name));
    duplex.on("error", (error: SocketError) => events.push(error.code));
    duplex.setNoDelay().connect("port" in listener.address ? listener.address.port : 0, "127.0.0.1");
    await new Promise((resolve) => duplex.once("close", resolve));
    expect(events).toEqual(["ENOTSUP"]);
    await listener.close();
  });

  test.each<[string, (duplex: SocketDuplex) => void]>([
    ["destroyed", (duplex) => duplex.destroy()],
    ["ended", (duplex) => duplex.end()],
  ])("that was %s is no longer connected: connect() says so", async (_, end) => {
    const duplex = toDuplex(connect);
    end(duplex);
    await once(duplex, "close");
    expect(() => duplex.connect(1)).toThrow(
      expect.objectContaining({ code: "EINVAL", message: expect.stringContaining("it was destroyed") }),
    );
    expect(duplex.connecting).toBe(false);
  });

  test("destroyed meanwhile leaves no connection behind", async () => {
    const listener = await listen({ host: "127.0.0.1", port: 0 });
    let aborted = false;
    const late = Promise.withResolvers<void>();
    const duplex = toDuplex(async (to, { signal }) => {
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      const connection = await connect(to);
      await late.promise;
      return connection;
    });
    duplex.connect("port" in listener.address ? listener.address.port : 0, "127.0.0.1");
    const accepted = await listener.accept();
    duplex.destroy();
    await once(duplex, "close");
    expect(aborted).toBe(true);
    late.resolve();
    await accepted.read(new Uint8Array(1)).catch(() => null);
    await accepted.close();
    await listener.close();
  });

  test("ended before it was told to connect closes", async () => {
    const duplex = toDuplex(connect);
    duplex.end();
    await once(duplex, "close");
    expect(duplex.errored).toBeNull();
  });

  test.each<[string, unknown[], string]>([
    ["a port", [70_000], "70000"],
    ["an option of net", [{ port: 1, localPort: 2 }], "there is no localPort to connect with"],
  ])("refuses %s that cannot be", async (_, to, told) => {
    const duplex = toDuplex(connect);
    const connecting = async (): Promise<unknown> => {
      Reflect.apply(duplex.connect, duplex, to);
      return once(duplex, "close");
    };
    await expect(connecting()).rejects.toMatchObject({ code: "EINVAL", message: expect.stringContaining(told) });
  });
});

test("connect() of a duplex that is connected is EINVAL", async () => {
  const listener = await listen({ host: "127.0.0.1", port: 0 });
  const duplex = toDuplex(await connect(listener.address));
  expect(() => duplex.connect(1)).toThrow(expect.objectContaining({ code: "EINVAL" }));
  duplex.destroy();
  await listener.close();
});
