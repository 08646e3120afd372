import {
  type Capability,
  type ConnectOptions,
  createSockets,
  type Endpoint,
  Failure,
  type ListenOptions,
} from "@anysock/core";
import { describe, expect, test } from "vitest";
import { FakeDriver } from "./fake-driver.ts";
import { aTurn, FakeStream } from "./fake-stream.ts";
import { code, failure, thrown } from "./sentences.ts";

const HERE = { host: "127.0.0.1", port: 7 };

function made(): { driver: FakeDriver; sockets: ReturnType<typeof createSockets> } {
  const driver = new FakeDriver();
  return { driver, sockets: createSockets(driver) };
}

describe("connect", () => {
  test("without options sends small writes at once and probes nobody", async () => {
    const { driver, sockets } = made();
    await sockets.connect(HERE);
    expect(driver.attempts[0]?.options).toEqual({ noDelay: true, keepAlive: false });
    expect(driver.attempts[0]?.to).toEqual({ family: "ipv4", ...HERE });
  });

  test("without a host means localhost", async () => {
    const { driver, sockets } = made();
    driver.names.set("localhost", [{ family: "ipv6", host: "::1" }]);
    await sockets.connect({ port: 7 });
    expect(driver.attempts[0]?.to).toEqual({ family: "ipv6", host: "::1", port: 7 });
  });

  test("takes the address of a listener or of a peer", async () => {
    const { driver, sockets } = made();
    await sockets.connect({ family: "ipv6", host: "::1", port: 7 });
    await sockets.connect({ family: "unix", path: "/a" });
    expect(driver.attempts.map(({ to }) => to)).toEqual([
      { family: "ipv6", host: "::1", port: 7 },
      { family: "unix", path: "/a" },
    ]);
    expect(await code(sockets.connect({ family: "unix", path: null }))).toBe("EINVAL");
  });

  test("a refusal says what was tried, on what, why, and what to do", async () => {
    const { driver, sockets } = made();
    driver.answers.push(new Failure("ECONNREFUSED", "the cause"));
    const error = await failure(sockets.connect(HERE));
    expect(error).toMatchObject({
      code: "ECONNREFUSED",
      operation: "connect",
      address: HERE,
      attempts: [],
      cause: "the cause",
    });
    expect(error.message).toBe(
      "connect tcp://127.0.0.1:7: ECONNREFUSED (nobody listens there; start the server, or check the address)",
    );
  });

  test("tries the addresses of a name one after the other, and tells the failure of each", async () => {
    const { driver, sockets } = made();
    driver.names.set("two.example", [
      { family: "ipv6", host: "::1" },
      { family: "ipv4", host: "127.0.0.1" },
    ]);
    driver.answers.push(new Failure("ENETUNREACH"), new Failure("ECONNREFUSED"));
    const error = await failure(sockets.connect({ host: "two.example", port: 7 }));
    expect(error.code).toBe("ECONNREFUSED");
    expect(error.attempts.map((attempt) => [attempt.code, attempt.address])).toEqual([
      ["ENETUNREACH", { host: "::1", port: 7 }],
      ["ECONNREFUSED", { host: "127.0.0.1", port: 7 }],
    ]);
    expect(error.message).toContain("connect tcp://two.example:7: ECONNREFUSED");
    expect(error.message).toContain("connect tcp://[::1]:7: ENETUNREACH");
    driver.answers.push(new Failure("ECONNREFUSED"), new FakeStream());
    await sockets.connect({ host: "two.example", port: 7 });
  });

  test("to a name without an address is ENOTFOUND", async () => {
    const { driver, sockets } = made();
    driver.names.set("gone.example", new Failure("ENOTFOUND"));
    driver.names.set("empty.example", []);
    for (const host of ["gone.example", "empty.example"]) {
      expect(await failure(sockets.connect({ host, port: 7 }))).toMatchObject({
        code: "ENOTFOUND",
        operation: "connect",
      });
    }
  });

  test.each(["signal", "timeout"])(
    "that its %s ended ends the attempt, and a connection that comes late is released",
    async (by) => {
      const { driver, sockets } = made();
      driver.answers.push("never");
      const control = new AbortController();
      const options = by === "signal" ? { signal: control.signal } : { timeout: 5 };
      const connecting = failure(sockets.connect(HERE, options));
      await aTurn();
      control.abort("why");
      expect(await connecting).toMatchObject({
        code: by === "signal" ? "ECANCELED" : "ETIMEDOUT",
        operation: "connect",
      });
      expect(driver.attempts[0]?.stopped).toBe(true);
      const late = new FakeStream();
      driver.attempts[0]?.events.connected(late);
      await aTurn();
      expect(late.destroyed).toBe("release");
    },
  );

  test("that was ended while the name was looked up tries no address", async () => {
    const { driver, sockets } = made();
    let resolved = (_: []): void => {};
    driver.resolve = () =>
      new Promise((resolve) => {
        resolved = resolve;
      });
    expect(await code(sockets.connect({ host: "slow.example", port: 7 }, { timeout: 1 }))).toBe("ETIMEDOUT");
    resolved([]);
    await aTurn();
    expect(driver.attempts).toEqual([]);
  });

  test("whose signal is aborted already starts nothing; one aborted after the connection harms it no more", async () => {
    const { driver, sockets } = made();
    expect(await code(sockets.connect(HERE, { signal: AbortSignal.abort() }))).toBe("ECANCELED");
    expect(driver.attempts).toEqual([]);
    const control = new AbortController();
    const stream = new FakeStream();
    driver.answers.push(stream);
    await sockets.connect(HERE, { signal: control.signal, timeout: 1 });
    control.abort();
    await aTurn();
    await aTurn();
    expect(stream.destroyed).toBe(null);
  });

  test("an adapter that throws is EIO with the cause, and not an unhandled rejection", async () => {
    const { driver, sockets } = made();
    const fault = new Error("a fault of the adapter");
    driver.connect = () => {
      throw fault;
    };
    expect(await failure(sockets.connect(HERE))).toMatchObject({ code: "EIO", cause: fault });
  });

  test("to port 0 is EINVAL", async () => {
    expect(await code(made().sockets.connect({ port: 0 }))).toBe("EINVAL");
  });

  test("to a bad endpoint is EINVAL and starts nothing", async () => {
    const { driver, sockets } = made();
    for (const endpoint of [{ port: 65536 }, { host: "a b", port: 7 }, null, "tcp://localhost:7"]) {
      expect(await code(sockets.connect(endpoint as Endpoint))).toBe("EINVAL");
      expect(await code(sockets.listen(endpoint as Endpoint))).toBe("EINVAL");
    }
    expect(driver.attempts.length + driver.listeners.length).toBe(0);
  });
});

describe("listen", () => {
  test("without a host means 127.0.0.1, and passes the options on", async () => {
    const { driver, sockets } = made();
    await sockets.listen({ port: 0 });
    await sockets.listen(
      { host: "::", port: 0 },
      { backlog: 5, ipv6Only: true, reusePort: true, noDelay: false, keepAlive: 2000 },
    );
    expect(driver.listeners.map(({ at, options }) => [at, options])).toEqual([
      [
        { family: "ipv4", host: "127.0.0.1", port: 0 },
        { noDelay: true, keepAlive: false, backlog: undefined, ipv6Only: false, reusePort: false },
      ],
      [
        { family: "ipv6", host: "::", port: 0 },
        { noDelay: false, keepAlive: 2000, backlog: 5, ipv6Only: true, reusePort: true },
      ],
    ]);
  });

  test("that fails says what was tried, on what, and why", async () => {
    const { driver, sockets } = made();
    driver.listenFailure = new Failure("EADDRINUSE", "the cause");
    const error = await failure(sockets.listen(HERE));
    expect(error).toMatchObject({ code: "EADDRINUSE", operation: "listen", address: HERE, cause: "the cause" });
    expect(error.message).toMatch(/^listen tcp:\/\/127\.0\.0\.1:7: EADDRINUSE \(the address is in use; .+\)$/);
  });
});

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
  ];
  const badForConnect: [string, unknown][] = [
    ...bad,
    ["backlog", 5],
    ["signal", {}],
    ["signal", null],
    ["timeout", -1],
    ["timeout", "5"],
    ["timeout", Number.NaN],
    ["timeout", 2 ** 31],
    ["timeout", Number.POSITIVE_INFINITY],
  ];
  const badForListen: [string, unknown][] = [
    ...bad,
    ["backlog", 0],
    ["backlog", 65_536],
    ["backlog", 1.5],
    ["backlog", "5"],
    ["pending", 0],
    ["pending", 1_000_001],
    ["ipv6Only", 1],
    ["reusePort", "x"],
    ["unlinkStale", 0],
    ["timeout", 5],
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
    expect(stream.set).toEqual([
      { noDelay: false },
      { keepAlive: true, idle: undefined },
      { keepAlive: true, idle: 3000 },
      { keepAlive: false, idle: undefined },
    ]);
  });

  const needs: [Capability, (sockets: ReturnType<typeof createSockets>) => Promise<unknown>][] = [
    ["unix", (sockets) => sockets.connect({ path: "/a" })],
    ["unix", (sockets) => sockets.listen({ path: "/a" })],
    ["unix:abstract", (sockets) => sockets.connect({ path: "\0a" })],
    ["option:keepAlive", (sockets) => sockets.connect(HERE, { keepAlive: true })],
    ["option:keepAliveIdle", (sockets) => sockets.listen(HERE, { keepAlive: 1000 })],
    ["option:backlog", (sockets) => sockets.listen(HERE, { backlog: 5 })],
    ["option:ipv6Only", (sockets) => sockets.listen({ host: "::", port: 0 }, { ipv6Only: true })],
    ["option:reusePort", (sockets) => sockets.listen(HERE, { reusePort: true })],
    ["option:unlinkStale", (sockets) => sockets.listen({ path: "/a" }, { unlinkStale: true })],
  ];
  test.each(needs)(
    "where the runtime has no %s, ENOTSUP names it, the runtime and its version",
    async (capability, use) => {
      const { driver, sockets } = made();
      await use(sockets);
      const without = new FakeDriver();
      without.supports = new Set([...driver.supports].filter((one) => one !== capability));
      const error = await failure(use(createSockets(without)));
      expect(error.code).toBe("ENOTSUP");
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
  ])("%s where it can have no effect is EINVAL: none is ever ignored", async (name, at, options) => {
    const { driver, sockets } = made();
    const error = await failure(sockets.listen(at, options));
    expect(error.code).toBe("EINVAL");
    expect(error.message).toContain(name);
    expect(driver.listeners).toEqual([]);
    if (name !== "keepAlive") return;
    expect(await code(sockets.connect({ path: "/a" }, { keepAlive: true }))).toBe("EINVAL");
    await sockets.connect({ path: "/a" }, { keepAlive: false, noDelay: true });
  });
});
