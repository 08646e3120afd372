import { type SocketError, supports } from "anysock";
import { describe, expect, test } from "vitest";
import { hasPython, pattern } from "./peer.ts";
import { play, sha256 } from "./played.ts";

describe.skipIf(!hasPython)("a duplex", () => {
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
});
