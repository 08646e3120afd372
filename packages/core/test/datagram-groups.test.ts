import { type Capability, Failure } from "@anysock/core";
import { expect, test } from "vitest";
import { bound } from "./fake-datagrams.ts";
import { failure } from "./sentences.ts";

test("groups are joined and left once each", async () => {
  const { socket, fake } = await bound();
  await socket.join("239.1.1.1");
  await socket.join("239.1.1.2", { interface: "lo" });
  await socket.join("232.1.1.1", { source: "192.0.2.1" });
  expect((await failure(socket.join("239.1.1.1"))).code).toBe("EADDRINUSE");
  await socket.leave("239.1.1.1");
  expect((await failure(socket.leave("239.1.1.1"))).code).toBe("EADDRNOTAVAIL");
  expect(fake.calls).toEqual([
    "join 239.1.1.1 undefined undefined",
    "join 239.1.1.2 lo undefined",
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

test.each<[Capability]>([["udp:multicast-interface"], ["udp:multicast-source"]])(
  "a join that names an interface and a source needs both, and so it is ENOTSUP without %s",
  async (lacking) => {
    const { socket, fake, driver } = await bound();
    const supports = [...driver.supports].filter((capability) => capability !== lacking);
    Object.assign(driver, { supports: new Set(supports) });
    const { code, message } = await failure(socket.join("232.1.1.1", { interface: "lo", source: "192.0.2.1" }));
    expect([code, message]).toEqual(["ENOTSUP", expect.stringContaining(lacking)]);
    expect(fake.calls).toEqual([]);
  },
);

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

test.each([
  [
    "with a source where it is joined for all",
    { interface: "lo" },
    { interface: "lo", source: "192.0.2.1" },
    "for all sources",
  ],
  [
    "for all where it is joined with a source",
    { interface: "lo", source: "192.0.2.1" },
    { interface: "lo" },
    "for single sources",
  ],
])("joining a group %s is EADDRINUSE, and reaches no driver", async (_what, first, second, says) => {
  const { socket, fake } = await bound();
  await socket.join("232.1.1.1", first);
  const error = await failure(socket.join("232.1.1.1", second));
  expect(error).toMatchObject({ code: "EADDRINUSE", operation: "join" });
  expect(error.message).toContain(says);
  expect(fake.calls).toHaveLength(1);
  expect((await failure(socket.leave("232.1.1.1", second))).code).toBe("EADDRNOTAVAIL");
  // Another interface has a filter of its own, and so has the group that was left.
  await socket.join("232.1.1.1", { ...second, interface: "eth0" });
  await socket.leave("232.1.1.1", first);
  await socket.join("232.1.1.1", second);
});

test.each([
  ["on an interface where it is on the system's choice", {}, { interface: "lo" }, "the system chose"],
  [
    "on an interface with a source where it is on the system's choice",
    {},
    { interface: "lo", source: "192.0.2.1" },
    "the system chose",
  ],
  ["on the system's choice where it is on an interface", { interface: "lo" }, {}, "interfaces that were named"],
])("joining a group %s is EADDRINUSE, and reaches no driver", async (_what, first, second, says) => {
  const { socket, fake } = await bound();
  await socket.join("232.1.1.1", first);
  const joining = Promise.all([socket.leave("232.1.1.1", first), socket.join("232.1.1.1", first)]);
  const error = await failure(socket.join("232.1.1.1", second));
  await joining;
  expect(error).toMatchObject({ code: "EADDRINUSE", operation: "join" });
  expect(error.message).toContain(says);
  expect(fake.calls).toHaveLength(3);
  expect((await failure(socket.leave("232.1.1.1", second))).code).toBe("EADDRNOTAVAIL");
  // Of another group, and of this one once it has been left.
  await socket.join("232.1.1.2", second);
  await socket.leave("232.1.1.1", first);
  await socket.join("232.1.1.1", second);
});

test("a group has several sources, and joining it for all waits for what was asked before", async () => {
  const { socket } = await bound();
  await socket.join("232.1.1.1", { source: "192.0.2.1" });
  await socket.join("232.1.1.1", { source: "192.0.2.2" });
  await socket.leave("232.1.1.1", { source: "192.0.2.1" });
  const leaving = socket.leave("232.1.1.1", { source: "192.0.2.2" });
  await socket.join("232.1.1.1");
  await leaving;
});

test.each([
  ["fe80::1", "a link-local address needs its zone"],
  ["fe80::1%7", "its zone must be the name of an interface"],
  ["2001:db8::1%lo", "only a link-local address has a zone"],
  ["::", "is not the address of one sender"],
  ["0:0::0", "is not the address of one sender"],
])("the source %s is EINVAL", async (source, says) => {
  const { socket, fake } = await bound({}, "::");
  const error = await failure(socket.join("ff35::1", { source }));
  expect(error.code).toBe("EINVAL");
  expect(error.message).toContain(says);
  expect(fake.calls).toEqual([]);
});
