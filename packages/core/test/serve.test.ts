import { type Connection, DEFAULT_DRAIN, Failure, type ServeOptions, SocketError, serve } from "@anysock/core";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { LOOK_PATIENCE } from "../src/idle.ts";
import { listening, open } from "./fake-driver.ts";
import { aTurn, FakeStream } from "./fake-stream.ts";
import { bytes, code, thrown } from "./sentences.ts";

/** A client that has sent its FIN already. */
function finished(): FakeStream {
  const stream = new FakeStream();
  stream.bring(null);
  return stream;
}

describe("serve", () => {
  test("gives each connection to the handler and closes it when the handler returns", async () => {
    const { listener, fake } = await listening();
    const server = serve(listener, (connection) => connection.write(bytes("hello")));
    const stream = fake.bring(finished());
    await aTurn();
    await aTurn();
    expect([stream.text, stream.shutdowns, stream.destroyed, server.active]).toEqual(["hello", 1, "release", 0]);
    expect(await server.drain()).toBe(true);
    expect(fake.closed).toBe(1);
  });

  test("serves `limit` at once; the rest waits unread", async () => {
    const { listener, fake } = await listening();
    const finish: (() => void)[] = [];
    const server = serve(listener, () => new Promise<void>((resolve) => finish.push(resolve)), { limit: 2 });
    const streams = Array.from({ length: 3 }, () => fake.bring(finished()));
    await aTurn();
    expect([server.active, finish.length, streams[2]?.pulls]).toEqual([2, 2, 0]);
    finish[0]?.();
    await aTurn();
    await aTurn();
    expect([server.active, finish.length]).toEqual([2, 3]);
    finish[1]?.();
    finish[2]?.();
    expect(await server.drain()).toBe(true);
  });

  test("drains: stops accepting at once, waits for the handlers, and says true", async () => {
    const { listener, fake } = await listening();
    let finish = (): void => {};
    const server = serve(
      listener,
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const stream = fake.bring(finished());
    await aTurn();
    const drained = server.drain();
    expect(fake.closed).toBe(1);
    expect(fake.bring().destroyed).toBe("reset");
    finish();
    expect(await drained).toBe(true);
    expect(stream.destroyed).toBe("release");
    expect(await server.drain()).toBe(true);
  });

  test.each(["timeout", "signal"])("drain resets the rest when its %s comes first, and says false", async (by) => {
    const { listener, fake } = await listening();
    const ended: string[] = [];
    const server = serve(listener, async (connection) => {
      ended.push(await code(connection.readChunk()));
    });
    const stream = fake.bring();
    await aTurn();
    const control = new AbortController();
    const drained = server.drain(by === "timeout" ? { timeout: 1 } : { signal: control.signal });
    await aTurn();
    control.abort();
    expect(await drained).toBe(false);
    expect(stream.destroyed).toBe("reset");
    await aTurn();
    expect(ended).toEqual(["ECLOSED"]);
    expect(server.active).toBe(0);
  });

  test.each(["timeout", "signal"])("a drain without limits is cut short by the %s of a later one", async (by) => {
    const { listener, fake } = await listening();
    const server = serve(listener, async (connection) => void (await connection.readChunk().catch(() => {})));
    const stream = fake.bring();
    await aTurn();
    const first = server.drain();
    expect(await server.drain(by === "timeout" ? { timeout: 1 } : { signal: AbortSignal.timeout(1) })).toBe(false);
    expect([await first, stream.destroyed]).toEqual([false, "reset"]);
  });

  test("leaving an await using block waits 10 s for handlers, also after an earlier drain", async () => {
    vi.useFakeTimers();
    try {
      const { listener, fake } = await listening();
      const server = serve(listener, async (connection) => void (await connection.readChunk().catch(() => {})));
      const stream = fake.bring();
      await vi.advanceTimersByTimeAsync(LOOK_PATIENCE);
      void server.drain();
      const left = server[Symbol.asyncDispose]();
      await vi.advanceTimersByTimeAsync(DEFAULT_DRAIN - 1);
      expect(stream.destroyed).toBe(null);
      await vi.advanceTimersByTimeAsync(1);
      await left;
      expect(stream.destroyed).toBe("reset");
    } finally {
      vi.useRealTimers();
    }
  });

  test("a connection that comes in the instant of the drain is not served after it", async () => {
    const { listener, fake } = await listening();
    let served = 0;
    const server = serve(listener, () => {
      served++;
    });
    const stream = fake.bring();
    const drained = server.drain();
    const servedBefore = await drained.then(() => served);
    await aTurn();
    expect(served).toBe(servedBefore);
    expect(stream.destroyed).not.toBe(null);
  });

  test("no handler runs before `serve` has returned, even for a connection that was there already", async () => {
    const { listener, fake } = await listening();
    const stream = fake.bring(finished());
    const active: number[] = [];
    const server = serve(listener, () => {
      active.push(server.active);
    });
    expect(active).toEqual([]);
    await aTurn();
    expect(active).toEqual([1]);
    expect(stream.destroyed).toBe("release");
  });

  test("a listener that somebody closes ends serving without an error", async () => {
    const { listener, fake } = await listening();
    const told: unknown[] = [];
    const server = serve(listener, () => {}, { onError: (error) => told.push(error) });
    fake.bring(finished());
    await aTurn();
    await listener.close();
    await aTurn();
    expect([told, server.active]).toEqual([[], 0]);
    expect(await server.drain()).toBe(true);
  });

  test("resets the connection whose handler throws, tells onError, and serves on", async () => {
    const { listener, fake } = await listening();
    const told: [unknown, boolean][] = [];
    const fault = new Error("a fault of the handler");
    let calls = 0;
    const server = serve(
      listener,
      (): void => {
        calls++;
        if (calls === 1) throw fault;
      },
      { onError: (error, connection) => told.push([error, connection !== undefined]) },
    );
    const first = fake.bring();
    await aTurn();
    expect(told).toEqual([[fault, true]]);
    expect(first.destroyed).toBe("reset");
    const second = fake.bring(finished());
    await aTurn();
    await aTurn();
    expect(second.destroyed).toBe("release");
    expect(await server.drain()).toBe(true);
  });

  test("without onError a client's reset is left at that", async () => {
    const { listener, fake } = await listening();
    const server = serve(listener, async (connection) => {
      await connection.readChunk();
    });
    fake.bring().bring(new Failure("ECONNRESET"));
    await aTurn();
    await aTurn();
    expect(server.active).toBe(0);
    expect(await server.drain()).toBe(true);
  });

  test.each<[string, (connection: Connection) => Promise<void>]>([
    [
      "the failure of another connection",
      async () => {
        const upstream = await open();
        upstream.stream.bring(new Failure("ECONNRESET"));
        await upstream.connection.readChunk();
      },
    ],
    [
      "a write behind its own FIN",
      async (connection) => {
        await connection.closeWrite();
        await connection.write(bytes("x"));
      },
    ],
  ])("without onError %s is an uncaught error", async (_what, handler) => {
    const { listener, fake } = await listening();
    const uncaught: unknown[] = [];
    const later = globalThis.queueMicrotask;
    vi.spyOn(globalThis, "queueMicrotask").mockImplementation((callback) => {
      later(() => {
        try {
          callback();
        } catch (error) {
          uncaught.push(error);
        }
      });
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const server = serve(listener, handler);
    fake.bring();
    await vi.waitFor(() => expect(uncaught).toEqual([expect.any(SocketError)]));
    expect(await server.drain()).toBe(true);
  });

  test("without onError a wait that took too long for its connection is left at that", async () => {
    const { listener, fake } = await listening();
    const server = serve(listener, async (connection) => {
      await connection.readChunk({ timeout: 1 });
    });
    const stream = fake.bring();
    await vi.waitFor(() => expect(stream.destroyed).toBe("reset"));
    expect(await server.drain()).toBe(true);
  });

  test("tells onError why accepting ended", async () => {
    const { listener, fake } = await listening();
    const told: unknown[] = [];
    serve(listener, () => {}, { onError: (error, connection) => told.push(error, connection) });
    fake.events.failed(new Failure("EIO"));
    await aTurn();
    expect(told).toEqual([expect.objectContaining({ code: "EIO", operation: "accept" }), undefined]);
  });

  test.each<[string, unknown, unknown]>([
    ["a handler that is no function", 7, {}],
    ["limit 0", () => {}, { limit: 0 }],
    ["limit 1.5", () => {}, { limit: 1.5 }],
    ["limit NaN", () => {}, { limit: Number.NaN }],
    ["limit as text", () => {}, { limit: "3" }],
    ["onError that is no function", () => {}, { onError: 7 }],
    ["an option that does not exist", () => {}, { limitt: 3 }],
    ["options that are no object", () => {}, 7],
  ])("%s is EINVAL before anything starts", async (_what, handler, options) => {
    const { listener, fake } = await listening();
    const error = thrown(() =>
      serve(listener, handler as (connection: Connection) => void, options as ServeOptions<Connection>),
    );
    expect(error).toMatchObject({ code: "EINVAL", operation: "serve" });
    const stream = fake.bring();
    (await listener.accept()).abort();
    expect(stream.destroyed).toBe("reset");
  });

  test("drain of a bad wait is EINVAL and drains nothing", async () => {
    const { listener, fake } = await listening();
    const server = serve(listener, () => {});
    expect(await code(server.drain({ timeout: -1 }))).toBe("EINVAL");
    expect(fake.closed).toBe(0);
    await server[Symbol.asyncDispose]();
    expect(fake.closed).toBe(1);
  });
});
