import type { Connection } from "@anysock/core";
import { chargen, daytime, discard, echo, streamServices, time, upper } from "@anysock/services";
import { describe, expect, test } from "vitest";
import { pair } from "./memory-driver.ts";
import { lines } from "./popular-pattern.ts";

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

/** The first lines of RFC 864's example. */
const EXAMPLE = [
  " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg",
  "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefgh",
  "\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghi",
];

/** Exactly so many bytes, if they come. */
async function receive(client: Connection, length: number): Promise<string> {
  const memory = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const count = await client.read(memory.subarray(at));
    if (count === null) return text(memory.subarray(0, at));
    at += count;
  }
  return text(memory);
}

describe("chargen", () => {
  test("sends RFC 864's lines of 72 characters", async () => {
    const [client, server] = await pair();
    const served = chargen(server);
    expect((await receive(client, 3 * 74)).split("\r\n")).toEqual([...EXAMPLE, ""]);
    client.abort();
    await served;
  });

  test("goes on with the ring exactly, from one write to the next and for each client from the start", async () => {
    const expected = lines(1_000_000);
    for (let count = 0; count < 2; count++) {
      const [client, server] = await pair();
      const served = chargen(server);
      expect((await receive(client, expected.length)) === expected).toBe(true);
      client.abort();
      await served;
    }
  });

  test("throws away what comes meanwhile", async () => {
    const [client, server] = await pair();
    const served = chargen(server);
    // A write settles when the other end has read it.
    await Promise.all([client.write(pattern(200_000)), receive(client, 1_000_000)]);
    expect(await receive(client, 74)).toHaveLength(74);
    client.abort();
    await served;
  });

  test("throws away what comes while the client does not read", async () => {
    const [client, server] = await pair();
    const served = chargen(server);
    await client.write(pattern(200_000));
    await client.write(bytes("more"));
    client.abort();
    await served;
  });

  test("ends with the client's careful close, behind a whole line", async () => {
    const [client, server] = await pair();
    const served = chargen(server);
    await receive(client, 100);
    await client.closeWrite();
    const received = await rest(client);
    expect(text(received.slice(-2))).toBe("\r\n");
    await served;
  });

  test("ends with the client's rude abort, and calls that no error", async () => {
    const [client, server] = await pair();
    const served = chargen(server);
    await receive(client, 100);
    client.abort();
    await expect(served).resolves.toBeUndefined();
  });

  test("calls it an error where its own side is cut", async () => {
    const [client, server] = await pair();
    const served = chargen(server);
    await receive(client, 100);
    server.abort();
    await expect(served).rejects.toMatchObject({ code: "ECLOSED" });
  });
});

/** 2026-11-22 07:06:05.999 UTC. */
const clock = (): number => Date.UTC(2026, 10, 22, 7, 6, 5, 999);

describe("daytime", () => {
  test("sends the date and the time in one line, and its FIN, though the client says nothing", async () => {
    const [client, server] = await pair();
    const [received] = await Promise.all([rest(client), daytime(server, clock)]);
    expect(text(received)).toBe("Sunday, November 22, 2026 07:06:05-UTC\r\n");
  });

  test("tells the present time", async () => {
    const [client, server] = await pair();
    const [received] = await Promise.all([rest(client), streamServices.daytime.serve(server)]);
    const told = Date.parse(text(received).replace("-UTC", " UTC"));
    expect(Math.abs(told - Date.now())).toBeLessThan(60_000);
  });
});

describe("time", () => {
  const seconds = async (now: () => number): Promise<number> => {
    const [client, server] = await pair();
    const [received] = await Promise.all([rest(client), time(server, now)]);
    expect(received).toHaveLength(4);
    return new DataView(received.buffer).getUint32(0);
  };

  test("sends the seconds since 1900 in four bytes, and its FIN, though the client says nothing", async () => {
    // RFC 868's own examples.
    expect(await seconds(() => Date.UTC(1970, 0, 1))).toBe(2_208_988_800);
    expect(await seconds(() => Date.UTC(1976, 0, 1))).toBe(2_398_291_200);
    expect(await seconds(() => Date.UTC(1983, 4, 1))).toBe(2_629_584_000);
    expect(await seconds(() => Date.UTC(1983, 4, 1) + 999)).toBe(2_629_584_000);
  });

  test("begins anew in 2036, when 32 bits are full", async () => {
    expect(await seconds(() => Date.UTC(2036, 1, 7, 6, 28, 15))).toBe(2 ** 32 - 1);
    expect(await seconds(() => Date.UTC(2036, 1, 7, 6, 28, 16))).toBe(0);
  });

  test("tells the present time", async () => {
    const [client, server] = await pair();
    const [received] = await Promise.all([rest(client), streamServices.time.serve(server)]);
    const told = new DataView(received.buffer).getUint32(0) - 2_208_988_800;
    expect(Math.abs(told - Date.now() / 1000)).toBeLessThan(60);
  });
});

test("every service has its name, its handler and its source", () => {
  expect(streamServices).toEqual({
    echo: { serve: echo, source: "RFC 862" },
    upper: { serve: upper, source: "the tutorial this project grew from" },
    discard: { serve: discard, source: "RFC 863" },
    chargen: { serve: chargen, source: "RFC 864" },
    daytime: { serve: daytime, source: "RFC 867" },
    time: { serve: time, source: "RFC 868" },
  });
});
