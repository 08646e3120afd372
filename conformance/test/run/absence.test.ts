import { expect, test } from "vitest";
import { describeRefusal } from "../../src/run/absence.ts";

const address = { url: "tcp://127.0.0.1:7", transport: "tcp4", address: "tcp://127.0.0.1:7", roundTripMs: 0 } as const;

test.each([
  ["ECONNREFUSED", "nobody listens there (ECONNREFUSED)"],
  ["ENOENT", "no such path (ENOENT)"],
  ["EACCES", "permission denied (EACCES)"],
  ["ETIMEDOUT", "no answer within 1.5 s (ETIMEDOUT)"],
  ["EODD", "the system refuses it (EODD)"],
])("a server that took no connection with %s is told in one sentence, and what to do", (refusal, meaning) => {
  expect(describeRefusal({ ...address, refusal })).toBe(
    `tcp://127.0.0.1:7 takes no connection: ${meaning}. Start the server, or check the address.`,
  );
});

test("where a name was given, the address that it had is told", () => {
  expect(describeRefusal({ ...address, url: "tcp://echo.example:7", refusal: "ECONNREFUSED" })).toMatch(
    /^tcp:\/\/echo\.example:7 \(tcp:\/\/127\.0\.0\.1:7\) takes no connection: /,
  );
});

test("a server that took a connection is not told about", () => {
  expect(describeRefusal({ ...address, refusal: null })).toBeNull();
});

test("a server of datagrams takes none", () => {
  const one = { ...address, url: "udp://127.0.0.1:7", transport: "udp4", address: "udp://127.0.0.1:7" } as const;
  expect(describeRefusal({ ...one, refusal: "ECONNREFUSED" })).toBe(
    "udp://127.0.0.1:7 takes no datagram: nobody listens there (ECONNREFUSED). Start the server, or check the address.",
  );
});
