import { beforeEach, expect, test, vi } from "vitest";

let systemKeepAlive: typeof import("@anysock/core").systemKeepAlive;

// What has been read once is kept.
beforeEach(async () => {
  vi.resetModules();
  ({ systemKeepAlive } = await import("../src/keep-alive-times.ts"));
});

const folder = "/proc/sys/net/ipv4/tcp_keepalive_";

test("the times are the system's own, in milliseconds, and read once", () => {
  const files = new Map([
    [`${folder}time`, "600\n"],
    [`${folder}intvl`, "10\n"],
    [`${folder}probes`, "4\n"],
  ]);
  const textOf = vi.fn((path: string) => files.get(path) ?? "");
  const expected = { idle: 600_000, interval: 10_000, probes: 4 };
  expect([systemKeepAlive(textOf), systemKeepAlive(textOf)]).toEqual([expected, expected]);
  expect(textOf).toHaveBeenCalledTimes(3);
});

test("they are at most what setsockopt(2) takes", () => {
  expect(systemKeepAlive(() => "100000")).toEqual({ idle: 32_767_000, interval: 32_767_000, probes: 127 });
});

test.each([
  ["cannot be read", (): string => expect.fail("EACCES")],
  ["hold no number", () => ""],
])("they are those of Linux where its files %s", (_, textOf) => {
  expect(systemKeepAlive(textOf)).toEqual({ idle: 7_200_000, interval: 75_000, probes: 9 });
});
