import { expect, test } from "vitest";
import { testServer } from "../../src/run/server-test.ts";
import { parseTarget, transportsOf } from "../../src/run/target.ts";
import { UsageError } from "../../src/run/usage-error.ts";
import { caseOf } from "./cases.ts";

test.each([
  ["tcp://127.0.0.1:7", ["tcp4"]],
  ["tcp://[::1]:7", ["tcp6"]],
  ["tcp://localhost:7", ["tcp4", "tcp6"]],
  ["tcp://:7", ["tcp4", "tcp6"]],
  ["udp://127.0.0.1:7", ["udp4"]],
  ["udp://[::1]:7", ["udp6"]],
  ["udp://localhost:7", ["udp4", "udp6"]],
  ["unix:/run/echo.sock", ["unix"]],
])("%s may mean %j", (url, transports) => {
  expect(transportsOf(parseTarget(url))).toEqual(transports);
});

test("a choice that leaves no case for the address that a name stands for is refused before anything is judged", async () => {
  const judged: string[] = [];
  const running = testServer({
    specification: { cases: [caseOf("a", { needs: { service: "echo", transports: ["unix"] } })], requirements: [] },
    targets: [parseTarget("tcp://localhost:9")],
    service: "echo",
    only: ["a"],
    seed: 1,
    signal: new AbortController().signal,
    onAddress: ({ url }) => judged.push(url),
  });
  await expect(running).rejects.toThrow(UsageError);
  await expect(running).rejects.toThrow(/^--only a matches no case on tcp[46] \(tcp:\/\/localhost:9\)/);
  expect(judged).toEqual([]);
});
