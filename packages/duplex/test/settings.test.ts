import { execFileSync } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { type SocketDuplex, toDuplex } from "@anysock/duplex";
import { connect, listen, supports } from "anysock";
import { describe, expect, test } from "vitest";
import { hasPython, Peer } from "./peer.ts";
import { keep, play } from "./played.ts";

describe.skipIf(!hasPython)("a duplex", () => {
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
    const peer = keep(await Peer.play("wait"));
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
