import {
  type ConnectOptions,
  createSockets,
  Failure,
  type ResolvedAddress,
  type SocketError,
  type SocketErrorCode,
} from "@anysock/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LOOK_PATIENCE } from "../src/idle.ts";
import { FakeDriver } from "./fake-driver.ts";
import { FakeStream } from "./fake-stream.ts";
import { code, failure } from "./sentences.ts";

const [six1, six2, six3, four1, four2] = [1, 2, 3, 4, 5].map(
  (index): ResolvedAddress =>
    index < 4 ? { family: "ipv6", host: `2001:db8::${index}` } : { family: "ipv4", host: `192.0.2.${index - 3}` },
) as [ResolvedAddress, ResolvedAddress, ResolvedAddress, ResolvedAddress, ResolvedAddress];

const NAME = { host: "many.example", port: 7 };

/** A connect whose attempts the test answers, on a clock that the test moves. */
async function connecting(addresses: readonly ResolvedAddress[], options: ConnectOptions = {}) {
  const driver = new FakeDriver();
  driver.names.set(NAME.host, addresses);
  driver.answers.push(...addresses.map(() => "never" as const));
  const result = createSockets(driver).connect(NAME, options);
  result.catch(() => {});
  await vi.advanceTimersByTimeAsync(0);
  return {
    driver,
    result,
    tried: () => driver.attempts.map(({ to }) => ("host" in to ? to.host : "")),
    stopped: () => driver.attempts.map(({ stopped }) => stopped),
    fail: (index: number, code: SocketErrorCode = "ECONNREFUSED") =>
      driver.attempts[index]?.events.failed(new Failure(code)),
    connect(index: number): FakeStream {
      const stream = new FakeStream();
      driver.attempts[index]?.events.connected(stream);
      return stream;
    },
  };
}

function told({ attempts }: SocketError): (readonly [string, unknown])[] {
  return attempts.map(({ code, address }) => [code, address]);
}

const at = ({ host }: ResolvedAddress): object => ({ host, port: 7 });

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(async () => {
  // New connections are looked at once.
  await vi.advanceTimersByTimeAsync(LOOK_PATIENCE);
  expect(vi.getTimerCount(), "no timer is left").toBe(0);
  vi.useRealTimers();
});

describe("the attempts to connect to a name", () => {
  test("start 250 ms one after the other, and end none of those before", async () => {
    const { tried, stopped, connect, result } = await connecting([six1, six2, six3]);
    expect(tried()).toEqual([six1.host]);
    await vi.advanceTimersByTimeAsync(249);
    expect(tried()).toEqual([six1.host]);
    await vi.advanceTimersByTimeAsync(1);
    expect(tried()).toEqual([six1.host, six2.host]);
    await vi.advanceTimersByTimeAsync(250);
    expect(tried()).toEqual([six1.host, six2.host, six3.host]);
    // No attempt is limited: after the last one has started, all of them have as long as the system gives them.
    await vi.advanceTimersByTimeAsync(600_000);
    expect(stopped()).toEqual([false, false, false]);
    connect(0);
    await result;
  });

  test.each([10, 40, 2000])("start %i ms one after the other where attemptDelay says so", async (attemptDelay) => {
    const { tried, connect, result } = await connecting([six1, four1], { attemptDelay });
    await vi.advanceTimersByTimeAsync(attemptDelay - 1);
    expect(tried()).toEqual([six1.host]);
    await vi.advanceTimersByTimeAsync(1);
    expect(tried()).toEqual([six1.host, four1.host]);
    connect(1);
    await result;
  });

  test("start at once where none is under way any more, and the delay counts from there", async () => {
    const { tried, fail, connect, result } = await connecting([six1, six2, six3]);
    await vi.advanceTimersByTimeAsync(100);
    fail(0);
    expect(tried()).toEqual([six1.host, six2.host]);
    await vi.advanceTimersByTimeAsync(249);
    expect(tried()).toEqual([six1.host, six2.host]);
    await vi.advanceTimersByTimeAsync(1);
    expect(tried()).toEqual([six1.host, six2.host, six3.host]);
    connect(2);
    await result;
  });

  test("do not start at once where one fails while another is under way", async () => {
    const { tried, fail, connect, result } = await connecting([six1, six2, six3]);
    await vi.advanceTimersByTimeAsync(250);
    fail(1);
    expect(tried()).toEqual([six1.host, six2.host]);
    fail(0);
    expect(tried()).toEqual([six1.host, six2.host, six3.host]);
    connect(2);
    await result;
  });

  test("of which the adapter throws one go on with the next at once", async () => {
    const fault = new Error("a fault of the adapter");
    const driver = new FakeDriver();
    driver.names.set(NAME.host, [six1, six2]);
    const { connect } = driver;
    driver.connect = (to, ...rest) => {
      if ("host" in to && to.host === six1.host) throw fault;
      return connect.call(driver, to, ...rest);
    };
    await createSockets(driver).connect(NAME);
    driver.connect = () => {
      throw fault;
    };
    const error = await failure(createSockets(driver).connect(NAME));
    expect(error).toMatchObject({ code: "EIO", attempts: [{ cause: fault }, { cause: fault }] });
  });

  test.each<[string, ResolvedAddress[], ResolvedAddress[]]>([
    ["the other family comes second", [six1, six2, four1], [six1, four1, six2]],
    ["the families take turns", [six1, six2, six3, four1, four2], [six1, four1, six2, four2, six3]],
    ["the first family is the resolver's", [four1, four2, six1, six2, six3], [four1, six1, four2, six2, six3]],
    ["what takes turns already stays", [six1, four1, six2, four2], [six1, four1, six2, four2]],
    ["one family stays in its order", [six3, six1, six2], [six3, six1, six2]],
  ])("take the addresses in turn: %s", async (_how, addresses, order) => {
    const { tried, fail, result } = await connecting(addresses);
    for (const index of addresses.keys()) fail(index);
    expect(tried()).toEqual(order.map(({ host }) => host));
    expect(await code(result)).toBe("ECONNREFUSED");
  });

  test.each([0, 1, 2])("of which number %i is connected first end the others, each once", async (winner) => {
    const { stopped, connect, driver, result } = await connecting([six1, six2, six3]);
    await vi.advanceTimersByTimeAsync(500);
    const stream = connect(winner);
    expect(stopped()).toEqual([0, 1, 2].map((index) => index !== winner));
    const connection = await result;
    expect(connection.remote).toEqual(stream.remote);
    expect(stream.destroyed).toBe(null);
    // The others' answers were on their way.
    const late = new FakeStream();
    driver.attempts[(winner + 1) % 3]?.events.connected(late);
    driver.attempts[(winner + 2) % 3]?.events.failed(new Failure("ECONNREFUSED"));
    expect([late.destroyed, stream.destroyed]).toEqual(["release", null]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(driver.attempts.length).toBe(3);
  });

  test("of which one is connected before the next has started start no more, and leave no timer", async () => {
    const { connect, result, driver } = await connecting([six1, six2]);
    expect(vi.getTimerCount()).toBe(1);
    connect(0);
    await result;
    await vi.advanceTimersByTimeAsync(LOOK_PATIENCE);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(driver.attempts.length).toBe(1);
  });

  test("that have all failed are told in the order in which they were started, whenever they failed", async () => {
    const { fail, result } = await connecting([six1, six2, six3]);
    await vi.advanceTimersByTimeAsync(500);
    fail(2, "ETIMEDOUT");
    fail(0, "ECONNREFUSED");
    fail(1, "ECONNRESET");
    const error = await failure(result);
    expect(error.address).toEqual(NAME);
    expect(told(error)).toEqual([
      ["ECONNREFUSED", at(six1)],
      ["ECONNRESET", at(six2)],
      ["ETIMEDOUT", at(six3)],
    ]);
    expect(error.code).toBe("ECONNREFUSED");
    expect(error.cause).toBe(error.attempts[0]);
  });

  test.each<[SocketErrorCode, SocketErrorCode, SocketErrorCode]>([
    ["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"],
    ["ETIMEDOUT", "ECONNREFUSED", "ETIMEDOUT"],
    ["ECONNREFUSED", "ENETUNREACH", "ECONNREFUSED"],
    ["ENETUNREACH", "ECONNREFUSED", "ECONNREFUSED"],
    ["EADDRNOTAVAIL", "ECONNREFUSED", "ECONNREFUSED"],
    ["ENETUNREACH", "EHOSTUNREACH", "ENETUNREACH"],
    ["EMFILE", "ECONNREFUSED", "EMFILE"],
  ])("of which the first is %s and the second %s come to %s, whichever failed last", async (first, second, whole) => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { fail, result } = await connecting([six1, four1]);
      await vi.advanceTimersByTimeAsync(250);
      for (const index of order) fail(index, index === 0 ? first : second);
      const error = await failure(result);
      expect(error.code).toBe(whole);
      expect((error.cause as SocketError).code).toBe(whole);
      expect(error.attempts.map(({ code }) => code)).toEqual([first, second]);
    }
  });

  test.each(["signal", "timeout"])(
    "that a %s ends are all ended, and it tells those that had failed by then in their order",
    async (by) => {
      const control = new AbortController();
      const options = by === "signal" ? { signal: control.signal } : { timeout: 600 };
      const { fail, result, stopped, driver } = await connecting([six1, six2, six3, four1, four2], options);
      await vi.advanceTimersByTimeAsync(500);
      fail(2, "ECONNRESET");
      fail(0);
      expect(driver.attempts.length).toBe(3);
      if (by === "signal") control.abort("why");
      else await vi.advanceTimersByTimeAsync(100);
      const error = await failure(result);
      expect(error.code).toBe(by === "signal" ? "ECANCELED" : "ETIMEDOUT");
      expect(told(error)).toEqual([
        ["ECONNREFUSED", at(six1)],
        ["ECONNRESET", at(six2)],
      ]);
      expect(stopped()).toEqual([false, true, false]);
      const late = new FakeStream();
      driver.attempts[1]?.events.connected(late);
      expect(late.destroyed).toBe("release");
      await vi.advanceTimersByTimeAsync(10_000);
      expect(driver.attempts.length).toBe(3);
    },
  );

  test("whose signal comes in the turn of the connection are connected, and ended no more", async () => {
    const control = new AbortController();
    const { connect, result, stopped } = await connecting([six1, six2], { signal: control.signal });
    await vi.advanceTimersByTimeAsync(250);
    const stream = connect(1);
    control.abort();
    await result;
    expect(stopped()).toEqual([true, false]);
    expect(stream.destroyed).toBe(null);
  });
});

describe("attemptDelay", () => {
  test.each([9, 2001, 0, -1, 10.5, Number.NaN, "250", null, true])(
    "of %j is EINVAL, is named, and starts nothing",
    async (attemptDelay) => {
      const driver = new FakeDriver();
      const error = await failure(createSockets(driver).connect(NAME, { attemptDelay } as ConnectOptions));
      expect(error).toMatchObject({ code: "EINVAL", operation: "connect" });
      expect(error.message).toContain("attemptDelay");
      expect(error.message).toContain("from 10 to 2000");
      expect(driver.attempts).toEqual([]);
    },
  );

  test("is EINVAL on a Unix path and for listen, which have nothing to try", async () => {
    const sockets = createSockets(new FakeDriver());
    const error = await failure(sockets.connect({ path: "/a" }, { attemptDelay: 100 }));
    expect(error).toMatchObject({ code: "EINVAL", operation: "connect" });
    expect(error.message).toContain("attemptDelay");
    expect(await code(sockets.listen({ port: 0 }, { attemptDelay: 100 } as object))).toBe("EINVAL");
  });

  test("is ENOTSUP where the driver keeps the addresses of a name to itself", async () => {
    const driver = new FakeDriver();
    driver.names.set(NAME.host, [{ family: "ipv4", host: NAME.host }]);
    const { connect } = createSockets(driver);
    const error = await failure(connect(NAME, { attemptDelay: 250 }));
    expect(error).toMatchObject({ code: "ENOTSUP", operation: "connect", address: NAME });
    expect(error.message).toContain("fake 1.2.3 tries the addresses of this name by itself");
    expect(driver.attempts).toEqual([]);
    await connect(NAME);
  });

  test.each([
    ["an IPv4 address", "192.0.2.7", [four1]],
    ["an IPv6 address", "2001:db8::7", [six1]],
    ["a name with one address", NAME.host, [four1]],
  ])("has nothing to wait for with %s: it is tried at once, and once", async (_what, host, addresses) => {
    const driver = new FakeDriver();
    driver.names.set(NAME.host, addresses);
    driver.answers.push("never");
    const connecting = createSockets(driver).connect({ host, port: 7 }, { attemptDelay: 10 });
    await vi.advanceTimersByTimeAsync(0);
    expect([driver.attempts.length, vi.getTimerCount()]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(100);
    driver.attempts[0]?.events.connected(new FakeStream());
    await connecting;
    expect(driver.attempts).toHaveLength(1);
  });

  test("that cannot be is EINVAL with an address as well, so that who tries it out on one learns of it", async () => {
    const driver = new FakeDriver();
    const connecting = createSockets(driver).connect({ host: "192.0.2.7", port: 7 }, { attemptDelay: 9 });
    expect((await failure(connecting)).message).toContain("attemptDelay 9 is not an integer from 10 to 2000");
    expect(driver.attempts).toEqual([]);
  });

  test("is nothing that a driver is told", async () => {
    const driver = new FakeDriver();
    await createSockets(driver).connect(NAME, { attemptDelay: 100 });
    expect(driver.attempts[0]?.options).toEqual({ noDelay: true, keepAlive: false });
  });
});
