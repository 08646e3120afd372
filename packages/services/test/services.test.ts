import type { Connection } from "@anysock/core";
import { discard, echo, streamServices, upper } from "@anysock/services";
import { describe, expect, test } from "vitest";
import { pair } from "./memory-driver.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

/** Different in every 251 bytes, so that a lost or a moved one is seen. */
const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 7) % 251);

/** Everything up to the server's FIN. */
async function rest(client: Connection): Promise<Uint8Array> {
  const all: number[] = [];
  for await (const chunk of client) for (const byte of chunk) all.push(byte);
  return Uint8Array.from(all);
}

/** What a service answers to a client that writes this, sends its FIN, and reads meanwhile. */
async function answer(
  service: (connection: Connection) => Promise<void>,
  ...writes: Uint8Array[]
): Promise<Uint8Array> {
  const [client, server] = await pair();
  const served = service(server);
  const write = async (): Promise<void> => {
    for (const data of writes) await client.write(data);
    await client.closeWrite();
  };
  const [received] = await Promise.all([rest(client), write(), served]);
  return received;
}

describe("echo", () => {
  test("sends back every byte, in order, and then its FIN", async () => {
    const sent = pattern(200_000);
    const received = await answer(echo, sent.subarray(0, 1), sent.subarray(1, 150_000), sent.subarray(150_000));
    expect(received).toHaveLength(sent.length);
    expect(received.findIndex((byte, at) => byte !== sent[at])).toBe(-1);
  });

  test("sends back bytes that are not text as they are", async () => {
    const sent = Uint8Array.of(0xff, 0x00, 0xc3, 0x28, 0x0a, 0x61);
    expect(await answer(echo, sent)).toEqual(sent);
  });

  test("answers before the client's FIN", async () => {
    const [client, server] = await pair();
    const served = echo(server);
    for (const word of ["first", "second"]) {
      const [chunk] = await Promise.all([client.readChunk(), client.write(bytes(word))]);
      expect(text(chunk as Uint8Array)).toBe(word);
    }
    await client.closeWrite();
    expect(await client.readChunk()).toBeNull();
    await served;
  });

  test("answers nothing but its FIN to nothing", async () => {
    expect(await answer(echo)).toHaveLength(0);
  });

  test("rejects with the client's reset", async () => {
    const [client, server] = await pair();
    const served = echo(server);
    client.abort();
    await expect(served).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});

describe("upper", () => {
  test("answers ASCII letters in upper case, and every other byte as it is", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const expected = all.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
    expect(await answer(upper, all)).toEqual(expected);
  });

  test("leaves bytes of UTF-8 and of no encoding alone", async () => {
    expect(text(await answer(upper, bytes("straße, é")))).toBe("STRAßE, é");
    expect(await answer(upper, Uint8Array.of(0xff, 0x61, 0xc3))).toEqual(Uint8Array.of(0xff, 0x41, 0xc3));
  });

  test.each([1, 1023, 1024])("answers the whole of one read of %i bytes", async (length) => {
    expect(text(await answer(upper, bytes("a".repeat(length))))).toBe("A".repeat(length));
  });

  test("answers the first 1,024 bytes of more, and then its FIN", async () => {
    const [client, server] = await pair();
    const request = `${"a".repeat(1024)}${"b".repeat(500)}`;
    const [received] = await Promise.all([rest(client), client.write(bytes(request)), upper(server)]);
    expect(text(received)).toBe("A".repeat(1024));
  });

  test("answers the first read alone, and ends the connection before the client's FIN", async () => {
    const [client, server] = await pair();
    const [received] = await Promise.all([rest(client), client.write(bytes("hello")), upper(server)]);
    expect(text(received)).toBe("HELLO");
  });

  test("answers nothing but its FIN to nothing", async () => {
    expect(await answer(upper)).toHaveLength(0);
  });
});

describe("discard", () => {
  test("reads everything and answers nothing but its FIN", async () => {
    // A write settles when the other end has read it.
    expect(await answer(discard, pattern(200_000), bytes("more"))).toHaveLength(0);
  });

  test("keeps its direction open until the client's FIN", async () => {
    const [client, server] = await pair();
    const order: string[] = [];
    const end = client.readChunk().then((chunk) => order.push(chunk === null ? "the server's FIN" : "an answer"));
    const served = discard(server);
    await client.write(bytes("one"));
    await client.write(bytes("two"));
    order.push("the client's FIN");
    await client.closeWrite();
    await Promise.all([served, end]);
    expect(order).toEqual(["the client's FIN", "the server's FIN"]);
  });

  test("rejects with the client's reset", async () => {
    const [client, server] = await pair();
    const served = discard(server);
    client.abort();
    await expect(served).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});

test("every service has its name, its handler and its source", () => {
  expect(streamServices).toEqual({
    echo: { serve: echo, source: "RFC 862" },
    upper: { serve: upper, source: "the tutorial this project grew from" },
    discard: { serve: discard, source: "RFC 863" },
  });
});
