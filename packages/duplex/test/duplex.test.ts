import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import process from "node:process";
import { text } from "node:stream/consumers";
import { type DuplexOptions, type SocketDuplex, toDuplex } from "@anysock/duplex";
import { connect, listen, SocketError, supports } from "anysock";
import { afterEach, describe, expect, test, vi } from "vitest";
import { hasPython, Peer, pattern } from "./peer.ts";

vi.setConfig({ testTimeout: 20_000 });

const peers: Peer[] = [];
const uncaught: unknown[] = [];
const note = (reason: unknown): void => void uncaught.push(reason);
process.on("unhandledRejection", note);

afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.end();
  expect(uncaught.splice(0)).toEqual([]);
});

const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

interface Played {
  readonly peer: Peer;
  readonly duplex: SocketDuplex;
  /** The events in their order, of those that tell how it ends. */
  readonly events: string[];
  /** `'close'` has come. */
  readonly closed: Promise<unknown>;
}

/** A duplex over a connection to a raw peer that plays these steps. */
async function play(steps: readonly string[], options: DuplexOptions = {}): Promise<Played> {
  const peer = await Peer.play(...steps);
  peers.push(peer);
  const duplex = toDuplex(await connect({ host: "127.0.0.1", port: peer.port }), options);
  const events: string[] = [];
  for (const name of ["end", "finish", "close"]) duplex.on(name, () => events.push(name));
  duplex.on("error", (error) => events.push(error instanceof SocketError ? error.code : String(error)));
  const closed = new Promise((resolve) => duplex.once("close", resolve));
  return { peer, duplex, events, closed };
}

describe.skipIf(!hasPython)("a duplex", () => {
  test("writes and reads every byte, ends with FIN both ways, and then closes", async () => {
    const { peer, duplex, events, closed } = await play(["drain", "send:answer", "close"], { allowHalfOpen: true });
    const data = pattern(3_000_000);
    duplex.write(data.subarray(0, 1));
    duplex.write(data.subarray(1, 100_000));
    duplex.end(data.subarray(100_000));
    expect(await text(duplex)).toBe("answer");
    expect(await peer.tells()).toBe(`${data.length} ${sha256(data)} FIN`);
    await closed;
    expect(events).toEqual(["finish", "end", "close"]);
    expect([duplex.bytesWritten, duplex.bytesRead, duplex.errored]).toEqual([data.length, 6, null]);
  });

  test("reads every byte of a peer that sends much", async () => {
    const { duplex } = await play(["flood:5000000", "close"]);
    const hash = createHash("sha256");
    for await (const chunk of duplex) hash.update(chunk);
    expect(hash.digest("hex")).toBe(sha256(pattern(5_000_000)));
    expect(duplex.bytesRead).toBe(5_000_000);
  });

  test("ends its own side when the peer has, after what was written", async () => {
    const { peer, duplex, events, closed } = await play(["fin", "drain", "close"]);
    const data = pattern(1_000_000);
    duplex.write(data);
    duplex.resume();
    expect(await peer.tells()).toBe(`${data.length} ${sha256(data)} FIN`);
    await closed;
    expect(events).toEqual(["end", "finish", "close"]);
  });

  test("that allows it stays half-open: it writes on behind the peer's FIN", async () => {
    const { peer, duplex } = await play(["fin", "drain", "close"], { allowHalfOpen: true });
    duplex.resume();
    await once(duplex, "end");
    expect(duplex.writable).toBe(true);
    duplex.end("behind the end");
    expect(await peer.tells()).toBe(`14 ${sha256(new TextEncoder().encode("behind the end"))} FIN`);
  });

  test("notices the peer's end while nobody reads and nothing has come", async () => {
    const { events, closed } = await play(["fin", "drain"]);
    await closed;
    expect(events).toEqual(["end", "finish", "close"]);
  });

  test("reads ahead up to the high water mark while nobody reads, and no more", async () => {
    const { peer, duplex } = await play(["flood:30000000", "wait"], { highWaterMark: 100_000 });
    await once(duplex, "readable");
    // The peer is stopped by full buffers of the kernel's: it cannot have sent all.
    const sent = peer.tells().then(() => "all is sent");
    const stalled = new Promise((resolve) => setTimeout(resolve, 300, "stopped"));
    expect(await Promise.race([sent, stalled])).toBe("stopped");
    expect([duplex.readableHighWaterMark, duplex.writableHighWaterMark]).toEqual([100_000, 100_000]);
    // One chunk of a runtime goes over the mark.
    expect(duplex.readableLength).toBeLessThan(100_000 + 1024 * 1024);
    duplex.resume();
    expect(await sent).toBe("all is sent");
    duplex.destroy();
  });

  test("says false to a write that the peer does not take, and 'drain' when it has", async () => {
    const { peer, duplex } = await play(["wait", "drain"]);
    let blocks = 0;
    let drained = 0;
    duplex.on("drain", () => drained++);
    const block = new Uint8Array(1_000_000);
    while (duplex.write(block)) blocks++;
    expect(blocks).toBe(0);
    for (; blocks < 30; blocks++) duplex.write(block);
    expect(await peer.tells()).toBe("waits");
    expect(drained).toBe(0);
    peer.go();
    await once(duplex, "drain");
    duplex.end();
    expect(await peer.tells()).toMatch(/^31000000 \w+ FIN$/);
  });

  test("tells of a reset once, as an error with its code, and then closes", async () => {
    const { duplex, events, closed } = await play(["recv:4", "reset"]);
    duplex.write("ping");
    duplex.resume();
    await closed;
    expect(events.filter((name) => name !== "finish")).toEqual(["ECONNRESET", "close"]);
    // Afterwards nothing throws.
    duplex.setNoDelay().setKeepAlive(true).ref().unref();
    duplex.destroy();
  });

  test("tells of a reset that a write meets, and calls the write back with it", async () => {
    const { duplex, events, closed } = await play(["recv:4", "reset"]);
    duplex.pause();
    duplex.write("ping");
    const failed = await new Promise<Error | null | undefined>((resolve) => {
      const more = (error?: Error | null): void => {
        if (error) resolve(error);
        else duplex.write("more", more);
      };
      more();
    });
    expect(["ECONNRESET", "EPIPE", "ECLOSED", "ERR_STREAM_DESTROYED"]).toContain((failed as SocketError).code);
    await closed;
    expect(["ECONNRESET", "EPIPE"]).toContain(events[0]);
    expect(events.at(-1)).toBe("close");
  });

  test.skipIf(!supports.has("tcp:reset"))(
    "destroyed with an error resets the connection, and says the error",
    async () => {
      const { peer, duplex, events, closed } = await play(["drain"]);
      duplex.destroy(new Error("mine"));
      expect(await peer.tells()).toMatch(/^0 \w+ ECONNRESET$/);
      await closed;
      expect(events).toEqual(["Error: mine", "close"]);
    },
  );

  test("destroyed without an error loses nothing that was written and flushed", async () => {
    const { peer, duplex, events, closed } = await play(["drain"]);
    await new Promise<void>((resolve) => duplex.write("the last word", () => resolve()));
    duplex.destroy();
    expect(await peer.tells()).toBe(`13 ${sha256(new TextEncoder().encode("the last word"))} FIN`);
    await closed;
    expect(events).toEqual(["close"]);
  });

  test.skipIf(!supports.has("tcp:reset"))(
    "destroyed while a write is pending resets: half a message is no clean end",
    async () => {
      const { peer, duplex, closed } = await play(["wait", "drain"]);
      expect(await peer.tells()).toBe("waits");
      duplex.on("error", () => {});
      duplex.write(new Uint8Array(30_000_000));
      duplex.destroy();
      await closed;
      peer.go();
      expect(await peer.tells()).toMatch(/ ECONNRESET$/);
    },
  );

  test("destroySoon writes everything first", async () => {
    const { peer, duplex, closed } = await play(["drain"]);
    const data = pattern(2_000_000);
    duplex.write(data);
    duplex.destroySoon();
    await closed;
    expect(await peer.tells()).toBe(`${data.length} ${sha256(data)} FIN`);
  });

  test("tells its addresses, and what it is up to", async () => {
    const { peer, duplex } = await play(["wait"]);
    const { remoteAddress, remotePort, remoteFamily, localAddress, localPort, localFamily } = duplex;
    expect([remoteAddress, remotePort, remoteFamily]).toEqual(["127.0.0.1", peer.port, "IPv4"]);
    expect([localAddress, localFamily]).toEqual(["127.0.0.1", "IPv4"]);
    expect(duplex.address()).toEqual({ address: "127.0.0.1", family: "IPv4", port: localPort });
    expect([duplex.connecting, duplex.pending, duplex.readyState]).toEqual([false, false, "open"]);
    duplex.destroy();
    expect(duplex.readyState).toBe("closed");
  });

  /** What is left until the first probe, in the words of `ss`. */
  const probeOf = (duplex: SocketDuplex): string | undefined => {
    const shown = execFileSync("ss", ["-tonH", "sport", "=", `:${duplex.localPort}`]).toString();
    return /timer:\(keepalive,([^,]+),/.exec(shown)?.[1];
  };
  // Of 30 s, or of the system's two hours.
  const expectedProbe = supports.has("option:keepAliveIdle") ? /^(30|2\d)(\.\d+)?sec$/ : /^(119|120)min/;

  test("probes a silent peer, after the idle time that is asked for where the runtime can set one", async () => {
    const { duplex } = await play(["wait"]);
    expect(probeOf(duplex)).toBeUndefined();
    duplex.setKeepAlive(true, 30_500);
    expect(probeOf(duplex)).toMatch(expectedProbe);
    expect(duplex.destroyed).toBe(false);
    duplex.setKeepAlive(false);
    duplex.destroy();
  });

  test("probes as it was told before it was connected", async () => {
    const peer = await Peer.play("wait");
    peers.push(peer);
    const duplex = toDuplex(connect).setKeepAlive(true, 30_000).connect(peer.port, "127.0.0.1");
    await once(duplex, "connect");
    expect(probeOf(duplex)).toMatch(expectedProbe);
    duplex.destroy();
  });

  test.each<[string, (duplex: SocketDuplex) => void]>([
    ["no delay as a number", (duplex) => duplex.setNoDelay(0).setNoDelay(null).setNoDelay("yes")],
    ["ten hours of keep-alive", (duplex) => duplex.setKeepAlive(true, 36_000_000)],
    ["endless keep-alive", (duplex) => duplex.setKeepAlive(1, Number.POSITIVE_INFINITY)],
    ["keep-alive as a number", (duplex) => duplex.setKeepAlive(1).setKeepAlive(0)],
    ["an idle time that is no number", (duplex) => duplex.setKeepAlive(true, Number.NaN).setKeepAlive(true, -1)],
  ])("is told %s and lives on, as net.Socket does", async (_, tell) => {
    const { peer, duplex, events } = await play(["drain"]);
    tell(duplex);
    expect(duplex.destroyed).toBe(false);
    duplex.end("alive");
    expect(await peer.tells()).toMatch(/^5 \w+ FIN$/);
    expect(events).not.toContain("EINVAL");
  });

  test("cuts an idle time to the longest that the system has", async () => {
    const { duplex } = await play(["wait"]);
    duplex.setKeepAlive(true, 36_000_000);
    // 32,767 s are nine hours and six minutes; the system's own are two hours.
    expect(probeOf(duplex)).toMatch(supports.has("option:keepAliveIdle") ? /^54[56]min/ : /^(119|120)min/);
    duplex.destroy();
  });

  test("says 'timeout' once it is idle, goes on, and says it again", async () => {
    const { peer, duplex } = await play(["wait", "send:x", "wait"]);
    duplex.setTimeout(30);
    duplex.resume();
    await once(duplex, "timeout");
    expect(duplex.destroyed).toBe(false);
    let again = 0;
    duplex.on("timeout", () => again++);
    peer.go();
    await once(duplex, "data");
    await once(duplex, "timeout");
    expect(again).toBe(1);
    duplex.setTimeout(0);
    duplex.destroy();
  });

  test("takes what a listener throws for an uncaught exception, not for a rejection", async () => {
    const { duplex } = await play(["send:x", "wait"]);
    const others = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    const thrown = new Promise((resolve) => process.once("uncaughtException", resolve));
    duplex.on("data", () => {
      throw new Error("a listener's");
    });
    expect(await thrown).toMatchObject({ message: "a listener's" });
    for (const other of others) process.on("uncaughtException", other);
    duplex.destroy();
  });
});

describe("a duplex that is not connected yet", () => {
  test.skipIf(!hasPython)(
    "connects when it is told to, writes what waited, and says 'connect' and 'ready'",
    async () => {
      const peer = await Peer.play("drain");
      peers.push(peer);
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

test("over a Unix socket it has no address, and options of TCP have no effect", async () => {
  const listener = await listen({ path: `\0anysock-duplex-${process.pid}-${Math.random()}` });
  const [connection, accepted] = await Promise.all([connect(listener.address), listener.accept()]);
  const duplex = toDuplex(connection);
  const closed = once(duplex, "close");
  duplex.setNoDelay(true).setKeepAlive(true, 5000);
  expect([duplex.remoteAddress, duplex.remotePort, duplex.address()]).toEqual([undefined, undefined, {}]);
  duplex.end("over Unix");
  expect(new TextDecoder().decode((await accepted.readChunk()) ?? undefined)).toBe("over Unix");
  await accepted.close();
  await closed;
  await listener.close();
});

describe("toDuplex refuses with EINVAL", () => {
  const wrong: readonly (readonly [string, unknown[], string])[] = [
    ["a promise of a connection", [Promise.resolve()], "of no promise"],
    ["nothing", [], "a duplex is made of a connection"],
    ["an unknown option", [connect, { objectMode: true }], "there is no option objectMode"],
    ["no boolean", [connect, { allowHalfOpen: "yes" }], "allowHalfOpen yes"],
    ["no number of bytes", [connect, { highWaterMark: -1 }], "highWaterMark -1"],
  ];
  test.each(wrong)("%s", (_, values, told) => {
    expect(() => Reflect.apply(toDuplex, undefined, values)).toThrow(
      expect.objectContaining({ code: "EINVAL", message: expect.stringContaining(told) }),
    );
  });

  test("connect of what is connected", async () => {
    const listener = await listen({ host: "127.0.0.1", port: 0 });
    const duplex = toDuplex(await connect(listener.address));
    expect(() => duplex.connect(1)).toThrow(expect.objectContaining({ code: "EINVAL" }));
    duplex.destroy();
    await listener.close();
  });
});
