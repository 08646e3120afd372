import { createSockets, Failure } from "@anysock/core";
import { expect, test } from "vitest";
import { FakeDatagramDriver, there } from "./fake-datagrams.ts";
import { failure } from "./sentences.ts";

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

test("where there are no datagrams nobody is looked up, and no rejection is left over", async () => {
  const left: unknown[] = [];
  const listen = (reason: unknown): void => void left.push(reason);
  process.on("unhandledRejection", listen);
  try {
    const driver = new FakeDatagramDriver();
    const asked: string[] = [];
    driver.resolve = async (host) => {
      asked.push(host);
      throw new Failure("ENOTFOUND");
    };
    driver.supports = new Set([...driver.supports].filter((one) => one !== "udp"));
    const without = new FakeDatagramDriver();
    without.resolve = driver.resolve;
    Object.assign(without, { bind: undefined, supports: driver.supports });
    for (const one of [driver, without]) {
      const error = await failure(createSockets(one).bind({ host: "nosuch.example", port: 0 }));
      expect(error.message).toContain("bind udp://nosuch.example:0: ENOTSUP (fake 1.2.3 has no udp");
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect([asked, left]).toEqual([[], []]);
  } finally {
    process.removeListener("unhandledRejection", listen);
  }
});

test("a name that has no address is told as UDP's, and a remote that has none by its name", async () => {
  const driver = new FakeDatagramDriver();
  for (const name of ["near.example", "far.example"]) driver.names.set(name, new Failure("ENOTFOUND"));
  const { bind } = createSockets(driver);
  const remote = { host: "far.example", port: 53 };
  expect((await failure(bind({ host: "near.example", port: 0 }))).message).toContain(
    "bind udp://near.example:0: ENOTFOUND (",
  );
  for (const at of [{ port: 0 }, { host: "127.0.0.1", port: 0 }]) {
    expect((await failure(bind(at, { remote }))).message).toContain(
      "bind udp://127.0.0.1:0: ENOTFOUND (the remote far.example: ",
    );
  }
});

test("an option that the system refuses is a failure of bind()", async () => {
  const driver = new FakeDatagramDriver();
  driver.prepare = (socket) => {
    socket.refusal = new Failure("EINVAL", undefined, "nosuch0 is no interface here");
  };
  const error = await failure(createSockets(driver).bind(there, { multicastInterface: "nosuch0" }));
  expect(error.operation).toBe("bind");
  expect(error.message).toBe("bind udp://127.0.0.1:7: EINVAL (nosuch0 is no interface here)");
});
