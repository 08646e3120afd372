import { Failure } from "@anysock/core";
import { expect, test } from "vitest";
import { bound, received } from "./fake-datagrams.ts";
import { failure } from "./sentences.ts";

test("what came before is received first, in its order, with its sender", async () => {
  const { socket, fake } = await bound();
  fake.bring("one");
  fake.bring("two", 6_000);
  const into = new Uint8Array(8);
  expect(await socket.receive(into)).toEqual({
    length: 3,
    truncated: false,
    from: { family: "ipv4", host: "127.0.0.1", port: 5_000 },
  });
  expect(await received(socket)).toBe("two");
});

test("what does not fit is cut off and told; no memory at all is memory", async () => {
  const { socket, fake } = await bound();
  fake.bring("long");
  fake.bring("long");
  expect(await socket.receive(new Uint8Array(2))).toMatchObject({ length: 2, truncated: true });
  expect(await socket.receive(new Uint8Array(0))).toMatchObject({ length: 0, truncated: true });
});

test("the queue holds so many bytes, and one datagram in any case", async () => {
  const { socket, fake } = await bound({ queue: 600 });
  for (const one of ["1", "2", "3"]) fake.bring(one);
  expect(socket.dropped).toBe(1);
  expect([await received(socket), await received(socket)]).toEqual(["1", "2"]);
  fake.bring("x".repeat(1_000));
  fake.bring("y");
  expect(socket.dropped).toBe(2);
  expect(await received(socket, 2_000)).toHaveLength(1_000);
});

test("empty datagrams are bounded as well", async () => {
  const { socket, fake } = await bound({ queue: 2_560 });
  for (let count = 0; count < 100; count++) fake.bring("");
  expect(socket.dropped).toBe(90);
});

test("a receive that was given up has consumed nothing", async () => {
  const { socket, fake } = await bound();
  expect((await failure(socket.receive(new Uint8Array(1), { timeout: 1 }))).code).toBe("ETIMEDOUT");
  const controller = new AbortController();
  const receiving = failure(socket.receive(new Uint8Array(1), { signal: controller.signal }));
  controller.abort("enough");
  expect(await receiving).toMatchObject({ code: "ECANCELED", cause: "enough" });
  fake.bring("kept");
  expect(await received(socket)).toBe("kept");
});

test("a second receiver is EBUSY, iteration counts as one", async () => {
  const { socket } = await bound();
  const iterating = socket[Symbol.asyncIterator]().next();
  expect((await failure(socket.receive(new Uint8Array(1)))).code).toBe("EBUSY");
  await socket.close();
  expect(await iterating).toEqual({ done: true, value: undefined });
});

test("a failure of the socket itself stays", async () => {
  const { socket, fake } = await bound();
  fake.events.failed(new Failure("EIO"));
  expect((await failure(socket.receive(new Uint8Array(1)))).code).toBe("EIO");
  expect((await failure(socket.receive(new Uint8Array(1)))).code).toBe("EIO");
});

test("what had come before the socket failed is received first", async () => {
  const { socket, fake } = await bound();
  fake.bring("before");
  fake.events.failed(new Failure("EIO"));
  expect(await received(socket)).toBe("before");
  expect((await failure(socket.receive(new Uint8Array(1)))).code).toBe("EIO");
});
