import { type DatagramServer, DONE, Failure, LATER, SocketError, serveDatagrams } from "@anysock/core";
import { expect, test } from "vitest";
import { bound } from "./fake-datagrams.ts";

const text = (data: Uint8Array): string => new TextDecoder().decode(data);

/** What came before is delivered once `serveDatagrams` has returned. */
async function delivered(): Promise<void> {
  await Promise.resolve();
}

test("each datagram is answered where it came from, those first that came before", async () => {
  const { socket, fake } = await bound();
  fake.bring("early", 5_001);
  const server = serveDatagrams(socket, (data) => data);
  await delivered();
  fake.bring("later", 5_002);
  expect(fake.sent.map(({ data, to }) => [text(data), to?.port])).toEqual([
    ["early", 5_001],
    ["later", 5_002],
  ]);
  expect(server.answered).toBe(2);
});

test("null is no answer, and a promise is waited for", async () => {
  const { socket, fake } = await bound();
  const server = serveDatagrams(socket, async (data) => (data.length === 0 ? null : data));
  await delivered();
  fake.bring("");
  fake.bring("x");
  expect(server.active).toBe(2);
  await expect.poll(() => server.active).toBe(0);
  expect(server.answered).toBe(1);
});

test("beyond the limit datagrams are dropped and counted", async () => {
  const { socket, fake } = await bound();
  fake.answer = LATER;
  const server = serveDatagrams(socket, (data) => data, { limit: 2 });
  await delivered();
  for (const one of ["1", "2", "3"]) fake.bring(one);
  expect([server.active, socket.dropped]).toEqual([2, 1]);
  fake.events.sent(DONE);
  fake.bring("4");
  expect(fake.sent.map(({ data }) => text(data))).toEqual(["1", "2", "4"]);
});

test("a connected socket answers its peer", async () => {
  const { socket, fake } = await bound({ remote: { host: "127.0.0.1", port: 5_000 } });
  serveDatagrams(socket, (data) => data);
  await delivered();
  fake.bring("x");
  expect(fake.sent[0]?.to).toBeNull();
});

test("what goes wrong is told with whom it was for, and the server goes on", async () => {
  const { socket, fake } = await bound();
  const told: string[] = [];
  serveDatagrams(
    socket,
    (data) => {
      if (text(data) === "throws") throw new Error("thrown");
      if (text(data) === "rejects") return Promise.reject(new Error("rejected"));
      return text(data) === "garbage" ? ("x" as never) : data;
    },
    {
      onError: (error, from) =>
        told.push(`${(error as Error).message.split("(")[0]} ${from === undefined ? "" : "from"}`),
    },
  );
  await delivered();
  for (const one of ["throws", "rejects", "garbage"]) fake.bring(one);
  fake.answer = new Failure("ENETUNREACH");
  fake.bring("x");
  fake.events.reported(new Failure("ECONNREFUSED"));
  fake.answer = DONE;
  fake.bring("good");
  await expect.poll(() => told.length).toBe(5);
  expect(told.sort()).toEqual([
    "receive udp://127.0.0.1:40000: ECONNREFUSED  ",
    "rejected from",
    "send udp://127.0.0.1:5000: ENETUNREACH  from",
    "serve udp://127.0.0.1:5000: EINVAL  from",
    "thrown from",
  ]);
  expect(text(fake.sent.at(-1)?.data ?? new Uint8Array())).toBe("good");
});

test("a handler may use what serveDatagrams returns, also for what came before", async () => {
  const { socket, fake } = await bound();
  fake.bring("early");
  const seen: number[] = [];
  const server: DatagramServer = serveDatagrams(socket, (data) => {
    seen.push(server.active);
    return data;
  });
  fake.bring("behind it");
  await delivered();
  expect(seen).toEqual([1, 1]);
  expect(fake.sent.map(({ data }) => text(data))).toEqual(["early", "behind it"]);
});

test("a sender of port 0 wants no answer, and a driver that throws fails that answer alone", async () => {
  const { socket, fake } = await bound();
  const told: unknown[] = [];
  const server = serveDatagrams(socket, async (data) => data, {
    onError: (error) => told.push((error as SocketError).code),
  });
  await delivered();
  fake.bring("to nobody", 0);
  await expect.poll(() => told).toEqual(["EINVAL"]);
  expect(fake.sent).toEqual([]);
  fake.send = () => {
    throw new Error("thrown by the runtime");
  };
  fake.bring("x");
  await expect.poll(() => told).toEqual(["EINVAL", "EIO"]);
  expect(server.active).toBe(0);
});

test.each<[string, () => unknown, string]>([
  ["a text", () => "text", 'the handler\'s answer: "text" is not a Uint8Array; null is no answer'],
  ["nothing", () => undefined, "the handler's answer: undefined is not a Uint8Array; null is no answer"],
  [
    "memory that was transferred",
    () => {
      const answer = new Uint8Array(8);
      structuredClone(answer, { transfer: [answer.buffer] });
      return answer;
    },
    "the handler's answer: the Uint8Array has lost its memory",
  ],
])("a handler that answers %s is told EINVAL, and nothing is sent", async (_what, answer, says) => {
  const { socket, fake } = await bound();
  const told: SocketError[] = [];
  serveDatagrams(socket, answer as () => null, { onError: (error) => told.push(error as SocketError) });
  await delivered();
  fake.bring("x");
  await expect.poll(() => told).toHaveLength(1);
  expect(told[0]).toMatchObject({ code: "EINVAL", operation: "serve" });
  expect(told[0]?.message).toContain(says);
  expect(fake.sent).toEqual([]);
});

test("what onError throws is uncaught, and neither the driver nor the count learns of it", async () => {
  const { socket, fake } = await bound();
  const uncaught: unknown[] = [];
  const listen = (error: unknown): void => void uncaught.push(error);
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException").on("uncaughtException", listen);
  try {
    const server = serveDatagrams(socket, () => new Uint8Array(70_000), {
      onError: () => {
        throw new Error("from onError");
      },
    });
    await delivered();
    fake.bring("x");
    await expect.poll(() => uncaught.length).toBe(1);
    expect(await server.drain()).toBe(true);
  } finally {
    process.removeListener("uncaughtException", listen);
    for (const other of others) process.on("uncaughtException", other);
  }
});

test("when the socket has failed, the server is told, and others learn why", async () => {
  const { socket, fake } = await bound();
  const told: (string | undefined)[] = [];
  serveDatagrams(socket, (data) => data, { onError: (error) => told.push((error as SocketError).code) });
  await delivered();
  fake.events.failed(new Failure("EIO"));
  expect(told).toEqual(["EIO"]);
  await expect(socket.receive(new Uint8Array(1))).rejects.toMatchObject({ code: "EIO" });
  await expect.poll(() => fake.isReferenced).toBe(false);
});

test("drain() takes no more, waits for the answers under way, and closes", async () => {
  const { socket, fake } = await bound();
  fake.answer = LATER;
  const server = serveDatagrams(socket, (data) => data);
  await delivered();
  fake.bring("1");
  const draining = server.drain();
  fake.bring("2");
  expect(fake.closed).toBe(0);
  fake.events.sent(DONE);
  expect(await draining).toBe(true);
  expect([fake.closed, server.answered]).toEqual([1, 1]);
});

test("a drain that takes too long says false, and closes all the same", async () => {
  const { socket, fake } = await bound();
  const server = serveDatagrams(socket, () => new Promise(() => {}));
  await delivered();
  fake.bring("1");
  expect(await server.drain({ timeout: 1 })).toBe(false);
  expect(fake.closed).toBe(1);
});

test("a server has all datagrams: another receiver is EBUSY, either way", async () => {
  const { socket } = await bound();
  const server = serveDatagrams(socket, (data) => data);
  await delivered();
  await expect(socket.receive(new Uint8Array(1))).rejects.toMatchObject({ code: "EBUSY" });
  expect(() => serveDatagrams(socket, (data) => data)).toThrow("EBUSY");
  await server.drain();
  expect(() => serveDatagrams(socket, (data) => data)).toThrow("ECLOSED");
});

const silent = (): null => null;

test.each([
  [{}, silent, {}, "not a datagram socket of anysock"],
  ["socket", "x", {}, 'the handler "x" is not a function'],
  ["socket", silent, { limit: 0 }, "limit 0 is not an integer from 1"],
  ["socket", silent, { onError: 1 }, "onError 1 is not a function"],
  ["socket", silent, { drain: 1 }, "there is no option drain"],
  ["socket", silent, "x", "is not an object of options"],
])("serveDatagrams(%j, %j, %j) is EINVAL", async (given, handler, options, detail) => {
  const { socket } = await bound();
  const serving = (): void => {
    serveDatagrams(given === "socket" ? socket : (given as never), handler as never, options as object);
  };
  expect(serving).toThrow(SocketError);
  expect(serving).toThrow(detail);
  expect(serving).toThrow("EINVAL");
});

test("what the system had said of a peer is told to onError, and the peer is served", async () => {
  const { socket, fake } = await bound({ remote: { host: "127.0.0.1", port: 5_000 } });
  fake.bring("before");
  fake.events.reported(new Failure("ECONNREFUSED"));
  const told: string[] = [];
  const server = serveDatagrams(socket, (data) => data, {
    onError: (error, from) => told.push(`${(error as SocketError).message.split(" (")[0]} from ${from}`),
  });
  expect(told).toEqual([]);
  await delivered();
  fake.bring("behind");
  expect(told).toEqual(["receive udp://127.0.0.1:5000: ECONNREFUSED from undefined"]);
  expect(server.answered).toBe(2);
  await server.drain();
});

test("a failed answer names whom it was for, also where it is told later", async () => {
  const { socket, fake } = await bound();
  fake.answer = LATER;
  const told: string[] = [];
  serveDatagrams(socket, (data) => data, {
    onError: (error) => told.push((error as Error).message.split(" (")[0] ?? ""),
  });
  await delivered();
  fake.bring("x", 5_001);
  fake.events.sent(new Failure("EPERM"));
  expect(told).toEqual(["send udp://127.0.0.1:5001: EPERM"]);
});
