import { createSockets, type DatagramSocket, DONE, Failure, LATER, SocketError } from "@anysock/core";
import { expect, test } from "vitest";
import { bound, FakeDatagramDriver } from "./fake-datagrams.ts";

const there = { host: "127.0.0.1", port: 7 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function failure(promise: Promise<unknown>): Promise<SocketError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SocketError) return error;
  throw new Error(`expected a SocketError, got ${String(error)}`);
}

async function text(socket: DatagramSocket, room = 64): Promise<string> {
  const into = new Uint8Array(room);
  const { length } = await socket.receive(into);
  return new TextDecoder().decode(into.subarray(0, length));
}

test("bind() without a host is on 127.0.0.1, and tells the address that the system chose", async () => {
  const driver = new FakeDatagramDriver();
  const socket = await createSockets(driver).bind({ port: 0 });
  expect(socket.local).toEqual({ family: "ipv4", host: "127.0.0.1", port: 40_000 });
  expect(socket.remote).toBeNull();
});

test("bind() with a remote and no host lets the system choose the address, of the remote's family", async () => {
  const driver = new FakeDatagramDriver();
  driver.names.set("far.example", [{ family: "ipv6", host: "2001:db8::1" }]);
  const { remote } = await createSockets(driver).bind({ port: 0 }, { remote: { host: "far.example", port: 53 } });
  expect(remote).toEqual({ family: "ipv6", host: "2001:db8::1", port: 53 });
  expect(driver.bound[0]?.local).toMatchObject({ family: "ipv6", host: "::" });
  expect(driver.bound[0]?.options.remote).toEqual(remote);
});

test.each([
  ["a path", { path: "/tmp/x" }, {}, "expected { host, port }"],
  ["an unknown option", there, { backlog: 1 }, "there is no option backlog"],
  ["a queue of nothing", there, { queue: 0 }, "queue 0 is not an integer from 1"],
  ["ipv6Only on IPv4", there, { ipv6Only: true }, "on an IPv6 address only"],
  ["a TTL beyond 255", there, { multicastTtl: 256 }, "multicastTtl 256 is not an integer from 0 to 255"],
  ["an interface with a space", there, { multicastInterface: "a b" }, "is not the name of an interface"],
  ["a remote that is no endpoint", there, { remote: 7 }, "remote 7 is not an endpoint"],
  ["a remote without a port", there, { remote: { host: "127.0.0.1" } }, "port undefined is not an integer"],
  ["a remote at port 0", there, { remote: { host: "127.0.0.1", port: 0 } }, "port 0 cannot be sent to"],
  ["a remote of the other family", there, { remote: { host: "::1", port: 1 } }, "::1 is not an address of ipv4"],
  ["a remote at a path", there, { remote: { path: "/x" } }, "not to a path"],
  ["no options but a string", there, "x", "is not an object of options"],
  ["a timeout that is none", there, { timeout: -1 }, "timeout -1 is not a number of milliseconds"],
])("bind() with %s is EINVAL before anything starts", async (_what, at, options, detail) => {
  const driver = new FakeDatagramDriver();
  const error = await failure(createSockets(driver).bind(at, options as object));
  expect(error).toMatchObject({ code: "EINVAL", operation: "bind" });
  expect(error.message).toContain(detail);
  expect(driver.bound).toEqual([]);
});

test("what the runtime lacks is ENOTSUP, with what would help", async () => {
  const driver = new FakeDatagramDriver();
  driver.remedies = { udp: "run it with --datagrams" };
  driver.supports = new Set([...driver.supports].filter((one) => one !== "udp" && one !== "udp:reusePort"));
  const { bind } = createSockets(driver);
  expect((await failure(bind(there))).message).toBe(
    "bind udp://127.0.0.1:7: ENOTSUP (fake 1.2.3 has no udp: datagrams: `bind()`; run it with --datagrams)",
  );
  driver.supports = new Set(["udp"]);
  for (const options of [
    { reusePort: true },
    { reuseAddress: true },
    { multicastTtl: 1 },
    { multicastLoopback: false },
    { multicastInterface: "lo" },
    { broadcast: false },
  ]) {
    expect((await failure(bind(there, options))).code, JSON.stringify(options)).toBe("ENOTSUP");
  }
});

test("what the system says of an address is the error's code, and the address is a datagram's", async () => {
  const driver = new FakeDatagramDriver();
  driver.bindFailure = new Failure("EADDRINUSE");
  const error = await failure(createSockets(driver).bind(there));
  expect(error.message).toContain("bind udp://127.0.0.1:7: EADDRINUSE (the address is in use;");
});

test("a socket whose options are refused once it is bound is closed", async () => {
  const driver = new FakeDatagramDriver();
  driver.prepare = (socket) => {
    socket.refusal = new Failure("EINVAL");
  };
  await failure(createSockets(driver).bind(there, { multicastTtl: 1 }));
  expect(driver.bound[0]?.closed).toBe(1);
});

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
  expect(await text(socket)).toBe("two");
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
  expect([await text(socket), await text(socket)]).toEqual(["1", "2"]);
  fake.bring("x".repeat(1_000));
  fake.bring("y");
  expect(socket.dropped).toBe(2);
  expect(await text(socket, 2_000)).toHaveLength(1_000);
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
  expect(await text(socket)).toBe("kept");
});

test("a second receiver is EBUSY, iteration counts as one", async () => {
  const { socket } = await bound();
  const iterating = socket[Symbol.asyncIterator]().next();
  expect((await failure(socket.receive(new Uint8Array(1)))).code).toBe("EBUSY");
  await socket.close();
  expect(await iterating).toEqual({ done: true, value: undefined });
});

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

test("a connected socket is told once what ICMP said, by whatever comes next", async () => {
  const { socket, fake } = await bound({ remote: there });
  fake.events.reported(new Failure("ECONNREFUSED"));
  expect((await failure(socket.send(bytes("x")))).code).toBe("ECONNREFUSED");
  expect(fake.sent).toEqual([]);
  await socket.send(bytes("x"));
  const receiving = failure(socket.receive(new Uint8Array(1)));
  fake.events.reported(new Failure("ECONNREFUSED"));
  expect(await receiving).toMatchObject({ code: "ECONNREFUSED", address: { ...there, family: "ipv4" } });
  expect((await failure(socket.send(bytes("x"), there))).code).toBe("EINVAL");
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
  expect(await text(socket)).toBe("before");
  expect((await failure(socket.receive(new Uint8Array(1)))).code).toBe("EIO");
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

test("close() ends all that is pending, once, and what comes afterwards is nothing", async () => {
  const { socket, fake } = await bound();
  fake.answer = LATER;
  const receiving = failure(socket.receive(new Uint8Array(1)));
  const sending = failure(socket.send(bytes("x"), there));
  await Promise.all([socket.close(), socket.close()]);
  expect([(await receiving).code, (await sending).code]).toEqual(["ECLOSED", "ECLOSED"]);
  fake.bring("late");
  fake.events.sent(DONE);
  fake.events.reported(new Failure("ECONNREFUSED"));
  expect(fake.closed).toBe(1);
  for (const late of [
    socket.receive(new Uint8Array(1)),
    socket.send(bytes("x"), there),
    socket.join("239.1.1.1"),
    socket.set({ broadcast: true }),
  ]) {
    expect((await failure(late)).code).toBe("ECLOSED");
  }
});

test("groups are joined and left once each", async () => {
  const { socket, fake } = await bound();
  await socket.join("239.1.1.1");
  await socket.join("239.1.1.1", { interface: "lo" });
  await socket.join("232.1.1.1", { source: "192.0.2.1" });
  expect((await failure(socket.join("239.1.1.1"))).code).toBe("EADDRINUSE");
  await socket.leave("239.1.1.1");
  expect((await failure(socket.leave("239.1.1.1"))).code).toBe("EADDRNOTAVAIL");
  expect(fake.calls).toEqual([
    "join 239.1.1.1 undefined undefined",
    "join 239.1.1.1 lo undefined",
    "join 232.1.1.1 undefined 192.0.2.1",
    "leave 239.1.1.1 undefined undefined",
  ]);
});

test("what waits for another call of its group when the socket is closed is ECLOSED, and reaches no driver", async () => {
  const { socket, fake } = await bound();
  const joining = socket.join("239.1.1.1").catch(() => {});
  const leaving = failure(socket.leave("239.1.1.1"));
  await socket.close();
  expect((await leaving).code).toBe("ECLOSED");
  await joining;
  expect(fake.calls).toEqual(["join 239.1.1.1 undefined undefined"]);
});

test("a group that could not be joined can be tried again", async () => {
  const { socket, fake } = await bound();
  fake.refusal = new Failure("ENODEV");
  expect((await failure(socket.join("239.1.1.1"))).code).toBe("ENODEV");
  fake.refusal = undefined;
  await socket.join("239.1.1.1");
});

test.each([
  ["192.0.2.1", {}, "not a multicast address of ipv4"],
  ["ff02::1", {}, "not a multicast address of ipv4"],
  [7, {}, "not a multicast address of ipv4"],
  ["239.1.1.1", { by: "lo" }, "there is no option by"],
  ["239.1.1.1", { interface: "" }, "is not the name of an interface"],
  ["239.1.1.1", { source: "::1" }, "is not an address of ipv4"],
  ["239.1.1.1", "lo", "is not { interface, source }"],
])("join(%j, %j) is EINVAL", async (group, options, detail) => {
  const { socket, fake } = await bound();
  const error = await failure(socket.join(group as string, options as object));
  expect(error).toMatchObject({ code: "EINVAL", operation: "join" });
  expect(error.message).toContain(detail);
  expect(fake.calls).toEqual([]);
});

test("a pending operation keeps the process alive, an idle socket does not", async () => {
  const { socket, fake } = await bound();
  await expect.poll(() => fake.isReferenced).toBe(false);
  const receiving = failure(socket.receive(new Uint8Array(1)));
  expect(fake.isReferenced).toBe(true);
  socket.unref();
  expect(fake.isReferenced).toBe(false);
  await socket.close();
  await receiving;
});

test("a group is one in every spelling, and the driver is given one", async () => {
  const { socket, fake } = await bound({}, "::");
  await socket.join("FF15:0:0::00AB:cD");
  expect((await failure(socket.join("ff15::ab:cd"))).code).toBe("EADDRINUSE");
  await socket.leave("ff15:0:0:0::AB:CD");
  await socket.join("ff35::1", { source: "2001:DB8:0::1" });
  await socket.leave("FF35::1", { source: "2001:db8::1" });
  expect(fake.calls).toEqual([
    "join ff15::ab:cd undefined undefined",
    "leave ff15::ab:cd undefined undefined",
    "join ff35::1 undefined 2001:db8::1",
    "leave ff35::1 undefined 2001:db8::1",
  ]);
});

test("leaving waits until joining is done, and joining until leaving is; other groups wait for nobody", async () => {
  const { socket, fake } = await bound();
  const joined = Promise.withResolvers<void>();
  fake.join = (group) => {
    fake.calls.push(`join ${group}`);
    return group === "239.1.1.1" ? joined.promise : Promise.resolve();
  };
  const all = [socket.join("239.1.1.1"), socket.leave("239.1.1.1"), socket.join("239.1.1.1")];
  await socket.join("239.1.1.2");
  expect(fake.calls).toEqual(["join 239.1.1.1", "join 239.1.1.2"]);
  joined.resolve();
  await Promise.all(all);
  expect(fake.calls.slice(2)).toEqual(["leave 239.1.1.1 undefined undefined", "join 239.1.1.1"]);
});

test("what waits for a joining that fails goes on without it", async () => {
  const { socket, fake } = await bound();
  fake.refusal = new Failure("ENOBUFS");
  const joining = failure(socket.join("239.1.1.1"));
  const leaving = failure(socket.leave("239.1.1.1"));
  expect([(await joining).code, (await leaving).code]).toEqual(["ENOBUFS", "EADDRNOTAVAIL"]);
});

test("a group that could not be left can be left again", async () => {
  const { socket, fake } = await bound();
  await socket.join("239.1.1.1");
  fake.refusal = new Failure("ENOBUFS");
  expect((await failure(socket.leave("239.1.1.1"))).code).toBe("ENOBUFS");
  fake.refusal = undefined;
  await socket.leave("239.1.1.1");
  expect((await failure(socket.leave("239.1.1.1"))).code).toBe("EADDRNOTAVAIL");
});
