import { createHash } from "node:crypto";
import { once } from "node:events";
import process from "node:process";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { hasPython, pattern } from "./peer.ts";
import { play, sha256 } from "./played.ts";

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
