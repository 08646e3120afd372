import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HeldConnection } from "../../src/agent/held-connection.ts";
import { type AgentConnection, AgentFailure } from "../../src/agent/sockets.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection on which a read gives a byte every `interval` ms, and a write is never taken. */
function connectionWith(interval: number): AgentConnection {
  const never = new Promise<never>(() => {});
  return {
    local: "",
    remote: "",
    read: (into, { timeout = Number.POSITIVE_INFINITY }) =>
      new Promise((resolve, reject) => {
        if (interval <= timeout) setTimeout(() => resolve(Math.min(1, into.length)), interval);
        else setTimeout(() => reject(new AgentFailure("ETIMEDOUT", "nothing came")), timeout);
      }),
    write: () => never,
    writePieces: () => never,
    closeWrite: () => never,
    close: () => never,
    drop: () => never,
    abort: () => {},
    closed: never,
  };
}

const signal = new AbortController().signal;
const data = { pattern: { seed: 1, offset: 0, length: 10 } };

/** Settles with the code of the failure, and after how many milliseconds it came. */
async function failureOf(promise: Promise<unknown>): Promise<{ code: unknown; after: number }> {
  const began = performance.now();
  return await promise.then(
    () => ({ code: "fulfilled", after: performance.now() - began }),
    (error: AgentFailure) => ({ code: error.code, after: performance.now() - began }),
  );
}

test("a write waits for as long as bytes come in the other direction, and its patience after them", async () => {
  const held = new HeldConnection(connectionWith(90));
  const reading = held.receive({ id: 1, op: "read", connection: 1, until: 10, timeout: 100 }, signal);
  const writing = failureOf(held.write({ id: 2, op: "write", connection: 1, data, timeout: 100 }, signal));
  await vi.advanceTimersByTimeAsync(10 * 90 + 100);
  expect(await reading).toMatchObject({ count: 10 });
  expect(await writing).toEqual({ code: "ETIMEDOUT", after: 1000 });
});

test("a write on which nothing moves in either direction ends after its patience", async () => {
  const held = new HeldConnection(connectionWith(Number.POSITIVE_INFINITY));
  const writing = failureOf(held.write({ id: 2, op: "write", connection: 1, data, timeout: 100 }, signal));
  await vi.advanceTimersByTimeAsync(100);
  expect(await writing).toEqual({ code: "ETIMEDOUT", after: 100 });
});

/** Reads nothing, while ten blocks are written, one every 90 ms. */
function readingWhileWriting(until: "end" | "some"): Promise<{ code: unknown; after: number }> {
  const connection: AgentConnection = {
    ...connectionWith(Number.POSITIVE_INFINITY),
    write: () => new Promise((resolve) => setTimeout(resolve, 90)),
  };
  const held = new HeldConnection(connection);
  void held.write({ id: 1, op: "write", connection: 1, data, chunk: 1, timeout: 100 }, signal);
  return failureOf(held.receive({ id: 2, op: "read", connection: 1, until, timeout: 100 }, signal));
}

test("a read waits for as long as bytes go out, and its patience after them", async () => {
  const reading = readingWhileWriting("end");
  await vi.advanceTimersByTimeAsync(2000);
  expect(await reading).toEqual({ code: "ETIMEDOUT", after: 1000 });
});

test("a read that is asked for once waits for its own time, whatever goes out", async () => {
  const reading = readingWhileWriting("some");
  await vi.advanceTimersByTimeAsync(2000);
  expect(await reading).toEqual({ code: "ETIMEDOUT", after: 100 });
});

test("a failure of the system that is called ETIMEDOUT is not waited for again", async () => {
  const connection: AgentConnection = {
    ...connectionWith(Number.POSITIVE_INFINITY),
    read: () => Promise.reject(new AgentFailure("ETIMEDOUT", "the peer does not answer")),
  };
  const held = new HeldConnection(connection);
  void held.write({ id: 1, op: "write", connection: 1, data, timeout: 100 }, signal).catch(() => {});
  const reading = failureOf(held.receive({ id: 2, op: "read", connection: 1, until: "end", timeout: 100 }, signal));
  await vi.advanceTimersByTimeAsync(2000);
  expect(await reading).toEqual({ code: "ETIMEDOUT", after: 0 });
});
