import { DONE, Failure, LATER, type SocketError } from "@anysock/core";
import { expect, test } from "vitest";
import { bound, there } from "./fake-datagrams.ts";
import { bytes, failure } from "./sentences.ts";

test("sends that are answered later settle in their order", async () => {
  const { socket, fake } = await bound();
  fake.answer = LATER;
  const told: string[] = [];
  const sending = ["one", "two", "three"].map((data) =>
    socket.send(bytes(data), there).then(
      () => told.push(data),
      (error: SocketError) => told.push(`${data} ${error.code}`),
    ),
  );
  fake.events.sent(DONE);
  fake.events.sent(new Failure("ENETUNREACH"));
  fake.events.sent(DONE);
  await Promise.all(sending);
  expect(told).toEqual(["one", "two ENETUNREACH", "three"]);
});

test("the end of a send's wait is told, and its answer goes to nobody else", async () => {
  const { socket, fake } = await bound();
  fake.answer = LATER;
  const first = failure(socket.send(bytes("1"), there, { timeout: 1 }));
  const second = socket.send(bytes("2"), there);
  expect((await first).code).toBe("ETIMEDOUT");
  fake.events.sent(DONE);
  fake.events.sent(DONE);
  await second;
});

test.each([
  ["no bytes", "x", there, "is not a Uint8Array"],
  ["nowhere", bytes("x"), undefined, "say where to send"],
  ["without a host", bytes("x"), { port: 7 }, "needs a host"],
  ["to port 0", bytes("x"), { host: "127.0.0.1", port: 0 }, "port 0 cannot be sent to"],
  ["to a port that is none", bytes("x"), { host: "127.0.0.1", port: 70_000 }, "port 70000 is not an integer"],
  ["to IPv6", bytes("x"), { host: "::1", port: 7 }, "::1 is not an address of ipv4"],
  ["to a path", bytes("x"), { path: "/x" }, "not to a path"],
])("send() %s is EINVAL, and nothing is sent", async (_what, data, to, detail) => {
  const { socket, fake } = await bound();
  const error = await failure(socket.send(data as Uint8Array, to));
  expect(error).toMatchObject({ code: "EINVAL", operation: "send" });
  expect(error.message).toContain(detail);
  expect(fake.sent).toEqual([]);
});

test("one byte too many is EMSGSIZE: 65,507 over IPv4, 65,527 over IPv6, and IPv4 from a socket of both", async () => {
  const { socket: ipv4 } = await bound();
  const { socket: both } = await bound({}, "::");
  await ipv4.send(new Uint8Array(65_507), there);
  expect((await failure(ipv4.send(new Uint8Array(65_508), there))).code).toBe("EMSGSIZE");
  await both.send(new Uint8Array(65_527), { host: "::1", port: 7 });
  expect((await failure(both.send(new Uint8Array(65_528), { host: "::1", port: 7 }))).code).toBe("EMSGSIZE");
  expect((await failure(both.send(new Uint8Array(65_508), there))).code).toBe("EMSGSIZE");
});

test("a socket of both families sends to IPv4 by its mapped address, a literal without a look-up", async () => {
  const { socket, fake, driver } = await bound({}, "::");
  driver.resolve = () => Promise.reject(new Error("looked up"));
  await socket.send(bytes("x"), there);
  expect(fake.sent[0]?.to).toEqual({ family: "ipv6", host: "::ffff:127.0.0.1", port: 7 });
});

test("a name goes to its first address within reach; one without is ENOTFOUND", async () => {
  const { socket, fake, driver } = await bound();
  const addresses = [
    { family: "ipv6", host: "2001:db8::1" },
    { family: "ipv4", host: "192.0.2.9" },
  ] as const;
  driver.names.set("both.example", addresses);
  driver.names.set("six.example", addresses.slice(0, 1));
  await socket.send(bytes("x"), { host: "both.example", port: 7 });
  expect(fake.sent[0]?.to).toEqual({ family: "ipv4", host: "192.0.2.9", port: 7 });
  expect((await failure(socket.send(bytes("x"), { host: "six.example", port: 7 }))).code).toBe("ENOTFOUND");
});

test("the look-up of a name ends with the wait", async () => {
  const { socket, driver } = await bound();
  driver.resolve = () => new Promise(() => {});
  const sending = socket.send(bytes("x"), { host: "slow.example", port: 7 }, { timeout: 1 });
  expect((await failure(sending)).code).toBe("ETIMEDOUT");
});

test("broadcasting is EACCES until it is switched on", async () => {
  const { socket, fake } = await bound();
  const everybody = { host: "255.255.255.255", port: 7 };
  expect((await failure(socket.send(bytes("x"), everybody))).code).toBe("EACCES");
  await socket.set({ broadcast: true });
  await socket.send(bytes("x"), everybody);
  expect(fake.calls).toEqual(['set {"broadcast":true}']);
  const { socket: other, fake: otherFake } = await bound({ broadcast: true });
  await other.send(bytes("x"), everybody);
  expect(otherFake.options.broadcast).toBe(true);
});

test("sends that are awaited one after another let the loop turn, so that answers can come", async () => {
  const { socket } = await bound();
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  for (let count = 0; count < 1_000; count++) await socket.send(bytes("x"), there);
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(5);
});

test("bad input is told before a signal that is aborted, and never thrown", async () => {
  const { socket } = await bound();
  const wait = { signal: AbortSignal.abort() };
  const nowhere = { host: Symbol("x"), port: {} } as never;
  expect((await failure(socket.send(bytes("x"), nowhere, wait))).code).toBe("EINVAL");
  expect((await failure(socket.send(bytes("x"), null as never, wait))).code).toBe("EINVAL");
  expect((await failure(socket.send(bytes("x"), there, wait))).code).toBe("ECANCELED");
});

test("a failed send names where it went, be it told at once, later, or by the close", async () => {
  const { socket, fake } = await bound();
  const to = (port: number) => ({ host: "192.0.2.1", port });
  fake.answer = new Failure("ENETUNREACH");
  const told = [failure(socket.send(bytes("x"), to(1)))];
  fake.answer = LATER;
  for (const port of [2, 3, 4]) told.push(failure(socket.send(bytes("x"), to(port))));
  fake.events.sent(new Failure("EHOSTUNREACH"));
  fake.events.sent(new Failure("EPERM"));
  await socket.close();
  told.push(failure(socket.send(bytes("x"), to(5))));
  const errors = await Promise.all(told);
  expect(errors.map(({ message }) => message.split(" (")[0])).toEqual([
    "send udp://192.0.2.1:1: ENETUNREACH",
    "send udp://192.0.2.1:2: EHOSTUNREACH",
    "send udp://192.0.2.1:3: EPERM",
    "send udp://192.0.2.1:4: ECLOSED",
    "send udp://192.0.2.1:5: ECLOSED",
  ]);
});

test("a failed send of a connected socket names its peer", async () => {
  const { socket, fake } = await bound({ remote: { host: "192.0.2.1", port: 9 } });
  fake.answer = LATER;
  const sending = failure(socket.send(bytes("x")));
  fake.events.sent(new Failure("EHOSTUNREACH"));
  expect((await sending).message).toContain("send udp://192.0.2.1:9: EHOSTUNREACH");
});
