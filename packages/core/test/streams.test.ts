import { Failure } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { open } from "./fake-driver.ts";
import { aTurn, FakeStream } from "./fake-stream.ts";
import { bytes, code, text } from "./sentences.ts";

const RESET = new Failure("ECONNRESET");

describe.each([{ fills: false }, { fills: true }])("the readable view (memory filled: $fills)", ({ fills }) => {
  const stream = (): FakeStream => new FakeStream({ fills });

  test("is one and the same, reads nothing ahead, and ends with the peer's FIN while writing goes on", async () => {
    const { connection, stream: network } = await open(stream());
    expect(connection.readable).toBe(connection.readable);
    await aTurn();
    expect(network.pulls).toBe(0);
    network.bring("ab", "cd", null);
    const reader = connection.readable.getReader();
    expect(text((await reader.read()).value as Uint8Array)).toBe("ab");
    await aTurn();
    expect(network.pulls).toBe(1);
    expect(text((await reader.read()).value as Uint8Array)).toBe("cd");
    expect((await reader.read()).done).toBe(true);
    await reader.closed;
    await connection.write(bytes("x"));
    expect(network.text).toBe("x");
  });

  test("fills the reader's own memory", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("abcdef", null);
    const reader = connection.readable.getReader({ mode: "byob" });
    const { value } = await reader.read(new Uint8Array(4));
    expect(text(value as Uint8Array)).toBe("abcd");
    const rest = await reader.read(new Uint8Array(4));
    expect(text(rest.value as Uint8Array)).toBe("ef");
    expect((await reader.read(new Uint8Array(4))).done).toBe(true);
  });

  test("cancelled, ends reading and nothing else", async () => {
    const { connection, stream: network } = await open(stream());
    const reader = connection.readable.getReader();
    const pending = reader.read();
    await aTurn();
    await reader.cancel("enough");
    expect((await pending).done).toBe(true);
    expect(await code(connection.readChunk())).toBe("ECLOSED");
    await connection.write(bytes("x"));
    expect([network.text, network.destroyed]).toEqual(["x", null]);
    const fin = connection.closeWrite();
    network.bring("late", null);
    await fin;
    expect(await connection.closed).toBe(null);
    expect(network.destroyed).toBe("release");
  });

  test("fails with what ended the connection", async () => {
    const { connection, stream: network } = await open(stream());
    network.bring("x", RESET);
    const reader = connection.readable.getReader();
    expect(text((await reader.read()).value as Uint8Array)).toBe("x");
    expect(await code(reader.read())).toBe("ECONNRESET");
    expect(await code(reader.closed)).toBe("ECONNRESET");
  });

  test("whose reader lets go of a pending read loses no byte", async () => {
    const { connection, stream: network } = await open(stream());
    const first = connection.readable.getReader();
    const dropped = first.read().catch((error: unknown) => error);
    await aTurn();
    first.releaseLock();
    expect(await dropped).toBeInstanceOf(TypeError);
    network.bring("abc", null);
    const second = connection.readable.getReader();
    expect(text((await second.read()).value as Uint8Array)).toBe("abc");
  });
});

describe("the writable view", () => {
  test("writes in order, and waits for each chunk to be taken", async () => {
    const { connection, stream } = await open();
    stream.sends = "later";
    const writer = connection.writable.getWriter();
    const writes = [writer.write(bytes("a")), writer.write(bytes("b"))];
    await aTurn();
    expect(writer.desiredSize).toBeLessThanOrEqual(0);
    stream.pushed();
    await writes[0];
    await aTurn();
    stream.pushed();
    await writes[1];
    await writer.ready;
    expect(stream.text).toBe("ab");
  });

  test("closed, sends FIN and nothing else", async () => {
    const { connection, stream } = await open();
    await connection.writable.close();
    expect([stream.shutdowns, stream.destroyed]).toEqual([1, null]);
    stream.bring("x");
    expect(text((await connection.readChunk()) as Uint8Array)).toBe("x");
  });

  test("aborted, resets the connection, even while a write waits for the peer", async () => {
    const { connection, stream } = await open();
    stream.sends = "later";
    const writer = connection.writable.getWriter();
    const write = writer.write(bytes("a")).catch((error: unknown) => error);
    writer.closed.catch(() => {});
    await aTurn();
    const reason = new Error("enough");
    await Promise.race([writer.abort(reason), aTurn().then(aTurn).then(aTurn)]);
    expect(stream.destroyed).toBe("reset");
    await write;
    expect(await connection.closed).toMatchObject({ code: "ECLOSED", cause: reason });
  });

  test("refuses what is not bytes, and leaves the connection open", async () => {
    const { connection, stream } = await open();
    const writer = connection.writable.getWriter();
    writer.closed.catch(() => {});
    expect(await code(writer.write("text" as unknown as Uint8Array))).toBe("EINVAL");
    expect(stream.destroyed).toBe(null);
  });

  test("fails with what ended the connection", async () => {
    const { connection, stream } = await open();
    stream.sends = RESET;
    const writer = connection.writable.getWriter();
    writer.closed.catch(() => {});
    expect(await code(writer.write(bytes("x")))).toBe("ECONNRESET");
  });
});

test("both views piped into each other are an echo that ends in good order", async () => {
  const { connection, stream } = await open(new FakeStream({ fills: true }));
  stream.bring("ab", "cd", null);
  await connection.readable.pipeTo(connection.writable);
  expect(stream.text).toBe("abcd");
  expect(await connection.closed).toBe(null);
});
