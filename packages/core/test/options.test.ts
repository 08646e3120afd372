import {
  type Capability,
  type ConnectOptions,
  createSockets,
  type Endpoint,
  Failure,
  type ListenOptions,
  SocketError,
} from "@anysock/core";
import { describe, expect, test } from "vitest";
import { FakeDriver, open } from "./fake-driver.ts";
import { FakeStream } from "./fake-stream.ts";
import { code, failure, thrown } from "./sentences.ts";

const HERE = { host: "127.0.0.1", port: 7 };

function made(): { driver: FakeDriver; sockets: ReturnType<typeof createSockets> } {
  const driver = new FakeDriver();
  return { driver, sockets: createSockets(driver) };
}

describe("options", () => {
  const bad: [string, unknown][] = [
    ["noDelay", 1],
    ["noDelay", "true"],
    ["noDelay", null],
    ["keepAlive", "yes"],
    ["keepAlive", 0],
    ["keepAlive", 999],
    ["keepAlive", 1500],
    ["keepAlive", 32_768_000],
    ["keepAlive", Number.NaN],
    ["keepAlive", null],
    ["nodelay", true],
    ["constructor", true],
    ["allowHalfOpen", true],
    ["trafficClass", -4],
    ["trafficClass", 256],
    ["trafficClass", 255],
    ["trafficClass", 1],
    ["trafficClass", 0.5],
    ["trafficClass", "8"],
  ];
  const badBuffers: [string, unknown][] = ["receiveBuffer", "sendBuffer"].flatMap((name) =>
    [0, 4095, 2 ** 30, 5000.5, Number.NaN, "8192", true].map((value): [string, unknown] => [name, value]),
  );
  const badWait: [string, unknown][] = [
    ["signal", {}],
    ["signal", null],
    ["timeout", -1],
    ["timeout", "5"],
    ["timeout", Number.NaN],
    ["timeout", 2 ** 31],
    ["timeout", Number.POSITIVE_INFINITY],
  ];
  const badForConnect: [string, unknown][] = [
    ...bad,
    ...badWait,
    ...badBuffers,
    ["backlog", 5],
    ["mode", 0o600],
    ["reuseAddress", true],
    ["local", "127.0.0.1"],
    ["local", null],
    ["local", {}],
    ["local", { host: "localhost" }],
    ["local", { host: "" }],
    ["local", { port: -1 }],
    ["local", { port: 65_536 }],
    ["local", { port: "80" }],
    ["local", { host: "127.0.0.1", family: "ipv4" }],
  ];
  const badForListen: [string, unknown][] = [
    ...bad,
    ...badWait,
    ...badBuffers,
    ["local", { port: 5 }],
    ["mode", -1],
    ["mode", 0o1000],
    ["mode", 6.5],
    ["mode", "600"],
    ["mode", true],
    ["reuseAddress", 0],
    ["reuseAddress", "no"],
    ["backlog", 0],
    ["backlog", 65_536],
    ["backlog", 1.5],
    ["backlog", "5"],
    ["pending", 0],
    ["pending", 1_000_001],
    ["ipv6Only", 1],
    ["reusePort", "x"],
    ["unlinkStale", 0],
  ];

  test.each(badForConnect)(
    "connect with %s: %j is EINVAL, names the option, and starts nothing",
    async (name, value) => {
      const { driver, sockets } = made();
      const error = await failure(sockets.connect(HERE, { [name]: value } as ConnectOptions));
      expect(error).toMatchObject({ code: "EINVAL", operation: "connect" });
      expect(error.message).toContain(name);
      expect(driver.attempts).toEqual([]);
    },
  );

  test.each(badForListen)("listen with %s: %j is EINVAL, names the option, and starts nothing", async (name, value) => {
    const { driver, sockets } = made();
    const error = await failure(sockets.listen(HERE, { [name]: value } as ListenOptions));
    expect(error).toMatchObject({ code: "EINVAL", operation: "listen" });
    expect(error.message).toContain(name);
    expect(driver.listeners).toEqual([]);
  });

  test.each(bad)("set with %s: %j is EINVAL and sets nothing", async (name, value) => {
    const { driver, sockets } = made();
    const stream = new FakeStream();
    driver.answers.push(stream);
    const connection = await sockets.connect(HERE);
    const options = { noDelay: true, [name]: value };
    expect(thrown(() => connection.set(options))).toMatchObject({ code: "EINVAL", operation: "set" });
    expect(stream.set).toEqual([]);
  });

  test("that are no object are EINVAL", async () => {
    const { sockets } = made();
    for (const options of [null, 7, "x"]) {
      expect(await code(sockets.connect(HERE, options as ConnectOptions))).toBe("EINVAL");
      expect(await code(sockets.listen(HERE, options as ListenOptions))).toBe("EINVAL");
    }
  });

  test("in whose place a bare AbortSignal is given are EINVAL, and start nothing", async () => {
    const { driver, sockets } = made();
    for (const signal of [AbortSignal.abort(), new AbortController().signal] as unknown[]) {
      expect(await code(sockets.connect(HERE, signal as ConnectOptions))).toBe("EINVAL");
      expect(await code(sockets.listen(HERE, signal as ListenOptions))).toBe("EINVAL");
    }
    const connection = await sockets.connect(HERE);
    expect(thrown(() => connection.set(AbortSignal.abort() as ConnectOptions))).toMatchObject({ code: "EINVAL" });
    expect([driver.attempts.length, driver.listeners.length]).toEqual([1, 0]);
  });

  test("set, take their effect, and undefined leaves things as they are", async () => {
    const { driver, sockets } = made();
    const stream = new FakeStream();
    driver.answers.push(stream);
    const connection = await sockets.connect(HERE, {
      noDelay: undefined,
      keepAlive: undefined,
    } as unknown as ConnectOptions);
    connection.set({ noDelay: false });
    connection.set({ keepAlive: true });
    connection.set({ keepAlive: 3000 });
    connection.set({ keepAlive: false });
    connection.set({ trafficClass: 8 });
    expect(stream.set).toEqual([
      { noDelay: false },
      { keepAlive: true, idle: undefined },
      { keepAlive: true, idle: 3000 },
      { keepAlive: false, idle: undefined },
      { trafficClass: 8 },
    ]);
  });

  test("set on a connection that the driver knows to have failed throws that, and so does every operation after it", async () => {
    const { connection, stream } = await open(new FakeStream());
    stream.refusesOptions = new Failure("ECONNRESET", "what the runtime said");
    stream.bring("before");
    const error = thrown(() => connection.set({ noDelay: true }));
    expect(error).toBeInstanceOf(SocketError);
    expect(error).toMatchObject({ code: "ECONNRESET", operation: "set", cause: "what the runtime said" });
    expect(await connection.closed).toBe(error);
    expect(await code(connection.write(new Uint8Array(1)))).toBe("ECONNRESET");
    expect(await connection.readChunk()).toHaveLength(6);
    expect(thrown(() => connection.set({ keepAlive: true }))).toMatchObject({ code: "ECONNRESET", operation: "set" });
    expect(await connection.close()).toBe(false);
  });

  test("set that the system refuses throws that, and the connection lives", async () => {
    const { connection, stream } = await open(new FakeStream());
    stream.refusesOptions = new Failure("ENOTSUP", undefined, "there is no such option");
    expect(thrown(() => connection.set({ keepAlive: true }))).toMatchObject({ code: "ENOTSUP", operation: "set" });
    await connection.write(new Uint8Array(1));
    expect(stream.pushes).toBe(1);
    connection.abort();
  });

  test("set while the connection closes is ECLOSED", async () => {
    const { connection, stream } = await open(new FakeStream());
    const closed = connection.close();
    expect(thrown(() => connection.set({ noDelay: true }))).toMatchObject({ code: "ECLOSED", operation: "set" });
    expect(stream.set).toEqual([]);
    stream.bring(null);
    expect(await closed).toBe(true);
  });

  const needs: [Capability, (sockets: ReturnType<typeof createSockets>) => Promise<unknown>][] = [
    ["ipv6", (sockets) => sockets.connect({ host: "::1", port: 7 })],
    ["ipv6", (sockets) => sockets.connect({ host: "six.example", port: 7 })],
    ["ipv6", (sockets) => sockets.listen({ host: "::1", port: 7 })],
    ["dual-stack", (sockets) => sockets.listen({ host: "::", port: 7 })],
    ["unix", (sockets) => sockets.connect({ path: "/a" })],
    ["unix", (sockets) => sockets.listen({ path: "/a" })],
    ["unix:abstract", (sockets) => sockets.connect({ path: "\0a" })],
    ["option:keepAlive", (sockets) => sockets.connect(HERE, { keepAlive: true })],
    ["option:keepAliveIdle", (sockets) => sockets.listen(HERE, { keepAlive: 1000 })],
    ["option:backlog", (sockets) => sockets.listen(HERE, { backlog: 5 })],
    ["option:ipv6Only", (sockets) => sockets.listen({ host: "::", port: 0 }, { ipv6Only: true })],
    ["option:reusePort", (sockets) => sockets.listen(HERE, { reusePort: true })],
    ["option:unlinkStale", (sockets) => sockets.listen({ path: "/a" }, { unlinkStale: true })],
    ["option:reuseAddress", (sockets) => sockets.listen(HERE, { reuseAddress: false })],
    ["option:local", (sockets) => sockets.connect(HERE, { local: { port: 5 } })],
    ["option:receiveBuffer", (sockets) => sockets.connect(HERE, { receiveBuffer: 4096 })],
    ["option:receiveBuffer", (sockets) => sockets.listen(HERE, { receiveBuffer: 4096 })],
    ["option:sendBuffer", (sockets) => sockets.connect(HERE, { sendBuffer: 4096 })],
    ["option:trafficClass", (sockets) => sockets.connect(HERE, { trafficClass: 0 })],
    ["option:trafficClass", (sockets) => sockets.listen(HERE, { trafficClass: 252 })],
    ["option:mode", (sockets) => sockets.listen({ path: "/a" }, { mode: 0 })],
  ];
  test.each(needs)(
    "where the runtime has no %s, ENOTSUP names it, the runtime, its version and what would help",
    async (capability, use) => {
      const { driver, sockets } = made();
      const six = [{ family: "ipv6", host: "2001:db8::6" }] as const;
      driver.names.set("six.example", six);
      await use(sockets);
      const without = new FakeDriver();
      without.names.set("six.example", six);
      without.supports = new Set([...driver.supports].filter((one) => one !== capability));
      without.remedies = { [capability]: "run it with --flag" };
      const error = await failure(use(createSockets(without)));
      expect(error.code).toBe("ENOTSUP");
      expect(error.message).toContain("; run it with --flag)");
      expect(error.message).toContain(`fake 1.2.3 has no ${capability}`);
      expect(without.attempts.length + without.listeners.length).toBe(0);
    },
  );

  test.each<[string, Endpoint, ListenOptions]>([
    ["unlinkStale", { port: 0 }, { unlinkStale: true }],
    ["ipv6Only", { path: "/a" }, { ipv6Only: true }],
    ["ipv6Only", { host: "127.0.0.1", port: 0 }, { ipv6Only: true }],
    ["reusePort", { path: "/a" }, { reusePort: true }],
    ["keepAlive", { path: "/a" }, { keepAlive: true }],
    ["noDelay", { path: "/a" }, { noDelay: true }],
    ["noDelay", { path: "/a" }, { noDelay: false }],
    ["trafficClass", { path: "/a" }, { trafficClass: 8 }],
    ["receiveBuffer", { path: "/a" }, { receiveBuffer: 8192 }],
    ["sendBuffer", { path: "/a" }, { sendBuffer: 8192 }],
    ["reuseAddress", { path: "/a" }, { reuseAddress: true }],
    ["reuseAddress", { path: "/a" }, { reuseAddress: false }],
    ["mode", { port: 0 }, { mode: 0o600 }],
    ["mode", { path: "\0a" }, { mode: 0o600 }],
    ["unlinkStale", { path: "\0a" }, { unlinkStale: true }],
  ])("%s where it can have no effect is EINVAL: none is ever ignored", async (name, at, options) => {
    const { driver, sockets } = made();
    const error = await failure(sockets.listen(at, options));
    expect(error.code).toBe("EINVAL");
    expect(error.message).toContain(name);
    expect(driver.listeners).toEqual([]);
    if (name !== "keepAlive") return;
    expect(await code(sockets.connect({ path: "/a" }, { keepAlive: true }))).toBe("EINVAL");
    expect(await code(sockets.connect({ path: "/a" }, { noDelay: false }))).toBe("EINVAL");
    await sockets.connect({ path: "/a" }, { keepAlive: false });
  });

  test("ipv6Only of a name is EINVAL where the name has an IPv4 address, which is named", async () => {
    const { driver, sockets } = made();
    driver.names.set("four.example", [{ family: "ipv4", host: "192.0.2.4" }]);
    driver.names.set("six.example", [{ family: "ipv6", host: "2001:db8::6" }]);
    const error = await failure(sockets.listen({ host: "four.example", port: 0 }, { ipv6Only: true }));
    expect(error).toMatchObject({ code: "EINVAL", operation: "listen" });
    expect(error.message).toContain("192.0.2.4");
    expect(driver.listeners).toEqual([]);
    await sockets.listen({ host: "six.example", port: 0 }, { ipv6Only: true });
    expect(driver.listeners.length).toBe(1);
  });
});
