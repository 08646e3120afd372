import { createSockets, type Endpoint, Failure, type ResolvedAddress } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { FakeDriver } from "./fake-driver.ts";
import { aTurn, FakeStream } from "./fake-stream.ts";
import { code, failure } from "./sentences.ts";

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

  test("without a host that fails says that it tried localhost", async () => {
    const { driver, sockets } = made();
    driver.names.set("localhost", [
      { family: "ipv6", host: "::1" },
      { family: "ipv4", host: "127.0.0.1" },
    ]);
    driver.answers.push(new Failure("ECONNREFUSED"), new Failure("ECONNREFUSED"));
    const error = await failure(sockets.connect({ port: 7 }));
    expect(error.address).toEqual({ host: "localhost", port: 7 });
    expect(error.message).toMatch(/^connect tcp:\/\/localhost:7: ECONNREFUSED /);
    driver.names.set("localhost", new Failure("ENOTFOUND"));
    expect((await failure(sockets.connect({ port: 7 }))).message).toMatch(/^connect tcp:\/\/localhost:7: ENOTFOUND /);
  });

  test.each([
    ["port 70000", { port: 70_000 }],
    ["an unknown key", { hostname: "host", port: 7 }],
    ["an empty path", { path: "" }],
    ["a path that is too long", { path: "x".repeat(108) }],
  ])("to %s is refused as a connect", async (_what, endpoint) => {
    const { sockets } = made();
    const error = await failure(sockets.connect(endpoint as Endpoint));
    expect(error.operation).toBe("connect");
    expect(error.message).toMatch(/^connect[ :]/);
  });

  test("with an AbortController in place of its signal says what to give", async () => {
    const { sockets } = made();
    const signal = new AbortController() as unknown as AbortSignal;
    expect(await failure(sockets.connect(HERE, { signal }))).toMatchObject({
      code: "EINVAL",
      message: "connect: EINVAL (signal is an AbortController, not an AbortSignal: give the .signal of it)",
    });
    const other = { signal: 1 } as unknown as AbortSignal;
    expect((await failure(sockets.connect(HERE, { signal: other }))).message).toContain("an object is not an AbortSig");
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

  test("that its timeout ended tells the failures that there were before", async () => {
    const { driver, sockets } = made();
    driver.names.set("two.example", [
      { family: "ipv6", host: "::1" },
      { family: "ipv4", host: "127.0.0.1" },
    ]);
    driver.answers.push(new Failure("ENETUNREACH"), "never");
    const error = await failure(sockets.connect({ host: "two.example", port: 7 }, { timeout: 20 }));
    expect(error.code).toBe("ETIMEDOUT");
    expect(error.attempts.map((attempt) => [attempt.code, attempt.address])).toEqual([
      ["ENETUNREACH", { host: "::1", port: 7 }],
    ]);
    expect(error.message).toContain("ENETUNREACH");
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

describe("an address in place of an endpoint", () => {
  test.each<[string, object]>([
    ["family", { family: "bogus", ...HERE, path: "/x" }],
    ["family", { family: "toString", ...HERE }],
    ["family", { family: null, ...HERE }],
    ["timeout", { family: "ipv4", ...HERE, timeout: -5 }],
    ["noDelay", { family: "ipv4", ...HERE, noDelay: "x" }],
    ["path", { family: "ipv6", host: "::1", port: 7, path: "/x" }],
    ["port", { family: "unix", path: "/x", port: 7 }],
    ["unlinkStale", { family: "unix", path: "/x", unlinkStale: true }],
    ["::1", { family: "ipv4", host: "::1", port: 7 }],
    ["127.0.0.1", { family: "ipv6", ...HERE }],
    ["localhost", { family: "ipv4", host: "localhost", port: 7 }],
    ["host undefined", { family: "ipv4", port: 7 }],
    ["port", { family: "ipv4", host: "127.0.0.1" }],
    ["cannot be reached", { family: "unix", path: null }],
    ["path", { family: "unix" }],
  ])("is checked no less: a wrong %s in %j is EINVAL, is told, and starts nothing", async (what, address) => {
    const { driver, sockets } = made();
    for (const operation of ["connect", "listen"] as const) {
      const error = await failure(sockets[operation](address as Endpoint));
      expect(error).toMatchObject({ code: "EINVAL", operation });
      expect(error.message).toContain(what);
    }
    expect(driver.attempts.length + driver.listeners.length).toBe(0);
  });
});

describe("listen", () => {
  test("on a name that is not looked up in time is ETIMEDOUT, and what comes later binds nothing", async () => {
    const { driver, sockets } = made();
    const looking = Promise.withResolvers<readonly ResolvedAddress[]>();
    driver.resolve = () => looking.promise;
    const error = await failure(sockets.listen({ host: "slow.example", port: 7 }, { timeout: 1 }));
    expect(error).toMatchObject({ code: "ETIMEDOUT", operation: "listen", address: { host: "slow.example", port: 7 } });
    looking.resolve([{ family: "ipv4", host: "192.0.2.1" }]);
    await aTurn();
    expect(driver.listeners).toEqual([]);
  });

  test("is ended by its signal while a name is looked up, before it begins, and not after it has begun", async () => {
    const { driver, sockets } = made();
    const looking = Promise.withResolvers<readonly ResolvedAddress[]>();
    driver.resolve = () => looking.promise;
    const control = new AbortController();
    const ended = failure(sockets.listen({ host: "slow.example", port: 7 }, { signal: control.signal }));
    control.abort("why");
    expect(await ended).toMatchObject({ code: "ECANCELED", operation: "listen", cause: "why" });
    const before = await failure(sockets.listen(HERE, { signal: control.signal }));
    expect(before).toMatchObject({ code: "ECANCELED", operation: "listen", cause: "why" });
    expect(driver.listeners).toEqual([]);
    const later = new AbortController();
    const listener = await sockets.listen(HERE, { signal: later.signal, timeout: 60_000 });
    later.abort();
    await aTurn();
    expect([driver.listeners.length, driver.listeners[0]?.closed]).toEqual([1, 0]);
    await listener.close();
  });

  test("without a host means 127.0.0.1, and passes the options on", async () => {
    const { driver, sockets } = made();
    await sockets.listen({ port: 0 });
    await sockets.listen(
      { host: "::", port: 0 },
      {
        ...{ backlog: 5, ipv6Only: true, reusePort: true, noDelay: false, keepAlive: 2000, reuseAddress: false },
        ...{ receiveBuffer: 8192, sendBuffer: 4096, trafficClass: 8 },
      },
    );
    await sockets.listen({ path: "/a" }, { mode: 0 });
    // What is undefined is not asked for.
    expect(driver.listeners.map(({ at, options }) => [at, options])).toEqual([
      [
        { family: "ipv4", host: "127.0.0.1", port: 0 },
        { noDelay: true, keepAlive: false, ipv6Only: false, reusePort: false, reuseAddress: true },
      ],
      [
        { family: "ipv6", host: "::", port: 0 },
        {
          ...{ noDelay: false, keepAlive: 2000, backlog: 5, ipv6Only: true, reusePort: true, reuseAddress: false },
          ...{ receiveBuffer: 8192, sendBuffer: 4096, trafficClass: 8 },
        },
      ],
      [
        { family: "unix", path: "/a" },
        { noDelay: true, keepAlive: false, ipv6Only: false, reusePort: false, reuseAddress: true, mode: 0 },
      ],
    ]);
  });

  test("that fails says what was tried, on what, and why", async () => {
    const { driver, sockets } = made();
    driver.listenFailure = new Failure("EADDRINUSE", "the cause");
    const error = await failure(sockets.listen(HERE));
    expect(error).toMatchObject({ code: "EADDRINUSE", operation: "listen", address: HERE, cause: "the cause" });
    expect(error.message).toMatch(/^listen tcp:\/\/127\.0\.0\.1:7: EADDRINUSE \(the address is in use; .+\)$/);
    driver.listenFailure = new Failure("EACCES");
    const withoutHost = await failure(sockets.listen({ port: 7 }));
    expect(withoutHost.message).toMatch(/^listen tcp:\/\/127\.0\.0\.1:7: EACCES /);
  });
});
