import { Failure } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { listening } from "./fake-driver.ts";
import { aTurn, FakeStream } from "./fake-stream.ts";
import { code, failure } from "./sentences.ts";

describe.each([{ eager: true }, { eager: false }])(
  "a listener (the runtime accepts on its own: $eager)",
  ({ eager }) => {
    test("serves callers in their order, with connections in theirs", async () => {
      const { listener, fake } = await listening({ eager });
      const first = listener.accept();
      const second = listener.accept();
      const streams = [fake.bring(), fake.bring()];
      for (const [at, accepted] of [await first, await second].entries()) {
        accepted.abort();
        expect(streams[at]?.destroyed).toBe("reset");
      }
    });

    test("gives an accept that is over no connection, and keeps the connection for the next one", async () => {
      const { listener, fake } = await listening({ eager });
      const control = new AbortController();
      const cancelled = failure(listener.accept({ signal: control.signal }));
      const timed = code(listener.accept({ timeout: 1 }));
      control.abort("why");
      expect(await cancelled).toMatchObject({ code: "ECANCELED", operation: "accept", cause: "why" });
      expect(await timed).toBe("ETIMEDOUT");
      const stream = fake.bring();
      (await listener.accept()).abort();
      expect(stream.destroyed).toBe("reset");
      expect(await code(listener.accept({ signal: AbortSignal.abort() }))).toBe("ECANCELED");
      expect(await code(listener.accept({ timeout: -1 }))).toBe("EINVAL");
    });

    test("closed, refuses callers with ECLOSED", async () => {
      const { listener } = await listening({ eager });
      const waiting = failure(listener.accept());
      const closed = listener.close();
      expect(await waiting).toMatchObject({ code: "ECLOSED", operation: "accept" });
      await closed;
      expect(await code(listener.accept())).toBe("ECLOSED");
    });

    test("closed, resets what nobody claimed, and what still comes; what was claimed lives on", async () => {
      const { listener, fake } = await listening({ eager });
      const accepted = listener.accept();
      const claimed = fake.bring();
      await accepted;
      const unclaimed = fake.bring();
      const closed = listener.close();
      const late = fake.bring();
      await closed;
      expect([claimed, unclaimed, late].map((stream) => stream.destroyed)).toEqual([null, "reset", "reset"]);
    });

    test("closed twice is closed once", async () => {
      const { listener, fake } = await listening({ eager });
      await Promise.all([listener.close(), listener.close()]);
      await listener[Symbol.asyncDispose]();
      expect(fake.closed).toBe(1);
    });

    test("iterates over connections until it is closed; leaving the loop closes nothing", async () => {
      const { listener, fake } = await listening({ eager });
      let seen = 0;
      const loop = (async () => {
        for await (const _connection of listener) seen++;
      })();
      fake.bring();
      await aTurn();
      fake.bring();
      await aTurn();
      await listener.close();
      await loop;
      expect(seen).toBe(2);
    });

    test("that failed says so to every caller, and can still be closed", async () => {
      const { listener, fake } = await listening({ eager });
      const waiting = failure(listener.accept());
      fake.events.failed(new Failure("EIO", "the cause"));
      expect(await waiting).toMatchObject({ code: "EIO", operation: "accept", cause: "the cause" });
      expect(await code(listener.accept())).toBe("EIO");
      const loop = (async () => {
        for await (const connection of listener) connection.abort();
      })();
      expect(await code(loop)).toBe("EIO");
      await listener.close();
      expect(await code(listener.accept())).toBe("ECLOSED");
    });

    test("knows its address, and can be told whether the process waits for it", async () => {
      const { listener, fake } = await listening({ eager });
      expect(listener.address).toEqual({ family: "ipv4", host: "127.0.0.1", port: 40_000 });
      expect(listener.unref()).toBe(listener);
      expect(fake.referenced).toBe(false);
      expect(listener.ref()).toBe(listener);
      expect(fake.referenced).toBe(true);
      expect(listener.address).toEqual({ family: "ipv4", host: "127.0.0.1", port: 40_000 });
    });
  },
);

test("a runtime that accepts on its own leaves at most `pending` unclaimed; the rest is reset", async () => {
  const { listener, fake } = await listening({ pending: 2 });
  const streams = Array.from({ length: 4 }, () => fake.bring());
  expect(streams.map((stream) => stream.destroyed)).toEqual([null, null, "reset", "reset"]);
  await listener.accept();
  expect(fake.bring().destroyed).toBe(null);
  expect(streams.every((stream) => stream.pulls === 0)).toBe(true);
});

test("a runtime that is asked is asked once for each connection that somebody waits for", async () => {
  const { listener, fake } = await listening({ eager: false });
  expect(fake.asked).toBe(0);
  const both = [listener.accept(), listener.accept()];
  expect(fake.asked).toBe(1);
  fake.bring();
  expect(fake.asked).toBe(2);
  fake.bring();
  await Promise.all(both);
  expect(fake.asked).toBe(2);
});

test("a connection that comes after its caller has stopped waiting waits for the next caller", async () => {
  const { listener, fake } = await listening({ eager: false });
  expect(await code(listener.accept({ timeout: 0 }))).toBe("ETIMEDOUT");
  // The question is open still, and is not asked again.
  expect(await code(listener.accept({ timeout: 0 }))).toBe("ETIMEDOUT");
  expect(fake.asked).toBe(1);
  const stream = fake.bring(new FakeStream());
  const connection = await listener.accept();
  expect(fake.asked).toBe(1);
  connection.abort();
  expect(stream.destroyed).toBe("reset");
});
