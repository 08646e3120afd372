import { Failure } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { open } from "./fake-driver.ts";
import { FakeStream, theLook } from "./fake-stream.ts";
import { bytes, code } from "./sentences.ts";

const RESET = new Failure("ECONNRESET");

function slow(): FakeStream {
  const stream = new FakeStream();
  stream.sends = stream.shuts = "later";
  return stream;
}

describe("the process waits", () => {
  test("for pending operations and not for an idle connection", async () => {
    const { connection, stream } = await open();
    await theLook();
    expect(stream.referenced).toBe(false);
    const read = connection.readChunk();
    expect(stream.referenced).toBe(true);
    stream.bring("x");
    await read;
    await theLook();
    expect(stream.referenced).toBe(false);
  });

  test("for nothing after unref, and again after ref", async () => {
    const { connection, stream } = await open();
    expect(connection.unref()).toBe(connection);
    const read = connection.readChunk();
    expect(stream.referenced).toBe(false);
    expect(connection.ref()).toBe(connection);
    expect(stream.referenced).toBe(true);
    stream.bring("x");
    await read;
  });

  test("for a flush and for the peer's FIN during close", async () => {
    const { connection, stream } = await open(slow());
    await theLook();
    const closed = connection.close();
    expect(stream.referenced).toBe(true);
    stream.shut();
    await theLook();
    expect(stream.referenced).toBe(true);
    stream.bring(null);
    await closed;
  });

  const paths: Record<string, (opened: Awaited<ReturnType<typeof open>>) => Promise<unknown> | undefined> = {
    "a read that its timeout ended": ({ connection }) => code(connection.readChunk({ timeout: 0 })),
    "a read that its signal ended": ({ connection }) => {
      const control = new AbortController();
      const read = code(connection.readChunk({ signal: control.signal }));
      control.abort();
      return read;
    },
    "a busy read": async ({ connection, stream }) => {
      const first = connection.readChunk();
      await code(connection.readChunk());
      stream.bring("x");
      await first;
    },
    "a read of bytes that were here": async ({ connection, stream }) => {
      stream.bring("xyz");
      await connection.read(new Uint8Array(1));
      await connection.read(new Uint8Array(5));
    },
    "writes, at once, later and cancelled in the queue": async ({ connection, stream }) => {
      await connection.write(bytes("x"));
      stream.sends = "later";
      const write = connection.write([bytes("y"), new Uint8Array(40_000)]);
      const queued = connection.write(bytes("z"));
      const cancelled = code(connection.write(bytes("z"), { timeout: 0 }));
      await cancelled;
      for (let at = 0; at < 3; at++) stream.pushed();
      await Promise.all([write, queued]);
    },
    closeWrite: async ({ connection, stream }) => {
      stream.shuts = "later";
      const fin = connection.closeWrite();
      stream.shut();
      await fin;
    },
    "a write that failed": async ({ connection, stream }) => {
      stream.sends = "later";
      const both = [code(connection.write(bytes("y"))), code(connection.write(bytes("y")))];
      stream.pushed(RESET);
      await Promise.all(both);
    },
  };
  test.each(Object.entries(paths))("exactly as before after %s", async (_name, path) => {
    const opened = await open();
    await path(opened);
    await theLook();
    expect(opened.stream.referenced).toBe(false);
    const read = code(opened.connection.readChunk({ timeout: 10 }));
    await theLook();
    expect(opened.stream.referenced).toBe(true);
    expect(await read).toBe("ETIMEDOUT");
    await theLook();
    expect(opened.stream.referenced).toBe(false);
  });
});
