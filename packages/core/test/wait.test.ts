import { type Connection, MAX_TIMEOUT, serve, type Wait } from "@anysock/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LOOK_PATIENCE } from "../src/idle.ts";
import { listening, open } from "./fake-driver.ts";
import type { FakeStream } from "./fake-stream.ts";
import { bytes, code, failure } from "./sentences.ts";

/** A signal that knows how many listen to it. */
class CountedSignal {
  readonly control = new AbortController();
  readonly #listening = new Set<unknown>();

  constructor() {
    const { signal } = this.control;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      this.#listening.add(args[1]);
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      this.#listening.delete(args[1]);
      removeEventListener.apply(signal, args);
    };
  }

  get listeners(): number {
    return this.#listening.size;
  }
}

type Waiting = (connection: Connection, wait: Wait) => Promise<unknown>;
const operations: Record<string, Waiting> = {
  read: (connection, wait) => connection.read(new Uint8Array(1), wait),
  readChunk: (connection, wait) => connection.readChunk(wait),
  write: (connection, wait) => connection.write(bytes("x"), wait),
  closeWrite: (connection, wait) => connection.closeWrite(wait),
};

describe.each(Object.entries(operations))("the wait of %s", (_name, operation) => {
  test.each<[string, unknown]>([
    ["a negative timeout", { timeout: -1 }],
    ["a timeout that is NaN", { timeout: Number.NaN }],
    ["an infinite timeout", { timeout: Number.POSITIVE_INFINITY }],
    ["a timeout beyond every timer", { timeout: MAX_TIMEOUT + 1 }],
    ["a timeout as text", { timeout: "5" }],
    ["a timeout of null", { timeout: null }],
    ["a signal of null", { signal: null }],
    ["a signal that is none", { signal: {} }],
    ["a controller in place of its signal", { signal: new AbortController() }],
    ["a bare signal", new AbortController().signal],
    ["a bare timeout", 5],
    ["null", null],
    ["a misspelt name", { timeuot: 5 }],
  ])("as %s is EINVAL and starts nothing", async (_what, wait) => {
    const { connection, stream } = await open();
    expect((await failure(operation(connection, wait as Wait))).code).toBe("EINVAL");
    expect([stream.pulls, stream.pushes, stream.shutdowns]).toEqual([0, 0, 0]);
  });

  test("without limits is no wait at all", async () => {
    const { connection, stream } = await open();
    stream.bring("x", null);
    await operation(connection, {});
    stream.bring("x");
    await operation(connection, { signal: undefined, timeout: undefined } as Wait).catch(() => {});
  });
});

describe("a wait that is over", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const settled: Record<string, (connection: Connection, stream: FakeStream, wait: Wait) => Promise<unknown>> = {
    "by a write": async (connection, stream, wait) => {
      stream.sends = "later";
      const write = connection.write(bytes("x"), wait);
      stream.pushed();
      await write;
    },
    "by closeWrite": async (connection, stream, wait) => {
      stream.shuts = "later";
      const fin = connection.closeWrite(wait);
      stream.shut();
      await fin;
    },
    "by a read, and the end of the connection": async (connection, stream, wait) => {
      const read = connection.readChunk(wait);
      stream.bring("x");
      await read;
      await connection.closeWrite();
      stream.bring(null);
      await connection.readChunk(wait);
    },
    "by close": async (connection, stream, wait) => {
      const closed = connection.close(wait);
      stream.bring(null);
      await closed;
    },
    "by abort": async (connection, _stream, wait) => {
      const read = code(connection.readChunk(wait));
      connection.abort();
      await read;
    },
    "by the signal": async (connection, stream, wait) => {
      stream.sends = "later";
      const both = [code(connection.readChunk(wait)), code(connection.write(bytes("x"), wait))];
      wait.signal?.dispatchEvent(new Event("abort"));
      await Promise.all(both);
    },
  };
  test.each(Object.entries(settled))("%s leaves neither timer nor listener", async (_how, use) => {
    const { connection, stream } = await open();
    await vi.runAllTimersAsync();
    const counted = new CountedSignal();
    await use(connection, stream, { signal: counted.control.signal, timeout: 60_000 });
    // The look for idle connections.
    await vi.advanceTimersByTimeAsync(LOOK_PATIENCE);
    expect([counted.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("by listening leaves neither timer nor listener", async () => {
    const { sockets } = await listening();
    const counted = new CountedSignal();
    await sockets.listen({ host: "name.example", port: 0 }, { signal: counted.control.signal, timeout: 60_000 });
    expect([counted.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("by a connection that was accepted leaves neither timer nor listener", async () => {
    const { listener, fake } = await listening();
    const counted = new CountedSignal();
    const accepted = listener.accept({ signal: counted.control.signal, timeout: 60_000 });
    fake.bring();
    await accepted;
    await vi.advanceTimersByTimeAsync(LOOK_PATIENCE);
    expect([counted.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("by the end of a drain leaves neither timer nor listener", async () => {
    const { listener, fake } = await listening();
    const server = serve(listener, async (connection) => {
      await connection.readChunk();
      connection.abort();
    });
    const stream = fake.bring();
    await vi.advanceTimersByTimeAsync(LOOK_PATIENCE);
    const counted = new CountedSignal();
    const drained = server.drain({ signal: counted.control.signal, timeout: 60_000 });
    stream.bring("x");
    expect(await drained).toBe(true);
    await vi.advanceTimersByTimeAsync(LOOK_PATIENCE);
    expect([counted.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("by a timeout keeps the process alive in a drain, whose handlers may wait for anything, and nowhere else", async () => {
    const held: string[] = [];
    const { listener, fake } = await listening();
    const server = serve(listener, async (connection) => void (await connection.readChunk()));
    const stream = fake.bring();
    const { connection } = await open();
    const { setTimeout } = globalThis;
    // A timer as Node.js, Bun and newer versions of Deno have it.
    const record = (name: string): void => {
      globalThis.setTimeout = ((act: () => void, delay?: number) => {
        const timer = setTimeout(act, delay) as unknown as object;
        if (delay !== 60_000) return timer;
        held.push(name);
        return Object.assign(timer, { unref: () => held.splice(held.indexOf(name), 1) });
      }) as never;
    };
    try {
      for (const [name, operation] of Object.entries(operations)) {
        record(name);
        void operation(connection, { timeout: 60_000 }).catch(() => {});
      }
      record("close");
      void connection.close({ timeout: 60_000 });
      record("accept");
      void code(listener.accept({ timeout: 60_000 }));
      record("drain");
      void server.drain({ timeout: 60_000 });
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    expect(held).toEqual(["drain"]);
    connection.abort();
    stream.bring(null);
  });

  test("many reads in time share one timer", async () => {
    const { connection, stream } = await open();
    await vi.runAllTimersAsync();
    const set = vi.spyOn(globalThis, "setTimeout");
    for (let at = 0; at < 100; at++) {
      const read = connection.readChunk({ timeout: 60_000 });
      stream.bring("x");
      await read;
    }
    const timers = set.mock.calls.filter(([, delay]) => (delay ?? 0) > 1000);
    expect(timers.length).toBe(1);
    connection.abort();
  });
});
