import { expect, test } from "vitest";
import { parseReady, readyLine } from "../../src/subject/ready.ts";

test.each([
  ["READY tcp 127.0.0.1:4711", "tcp", "tcp://127.0.0.1:4711"],
  ["READY tcp [::1]:4711", "tcp", "tcp://[::1]:4711"],
  ["READY tcp localhost:1", "tcp", "tcp://localhost:1"],
  ["READY udp 127.0.0.1:65535", "udp", "udp://127.0.0.1:65535"],
  ["READY unix /tmp/echo.sock", "unix", "unix:/tmp/echo.sock"],
  ["READY unix /tmp/with a blank", "unix", "unix:/tmp/with a blank"],
  ["READY unix @abstract", "unix", "unix:@abstract"],
  ["READY tcp 127.0.0.1:4711\r", "tcp", "tcp://127.0.0.1:4711"],
])("%s names an address", (line, scheme, address) => {
  expect(parseReady(line)).toEqual({ kind: "address", scheme, address });
});

test("READY alone ends the list", () => {
  expect(parseReady("READY")).toEqual({ kind: "end" });
});

test.each(["listening on 4711", "", "READYish", "ready tcp 127.0.0.1:1", " "])("%j is free text", (line) => {
  expect(parseReady(line)).toEqual({ kind: "other" });
});

test.each([
  "READY tcp",
  "READY tcp 4711",
  "READY tcp 127.0.0.1",
  "READY tcp 127.0.0.1:0",
  "READY tcp 127.0.0.1:65536",
  "READY tcp ::1:4711",
  "READY tcp 127.0.0.1:47 11",
  "READY unix",
  "READY unix relative/path",
  "READY sctp 127.0.0.1:4711",
])("%s is malformed, and says what was expected", (line) => {
  expect(parseReady(line)).toMatchObject({ kind: "malformed", why: expect.stringMatching(/expected|is not/) });
});

test.each([
  [{ family: "ipv4", host: "127.0.0.1", port: 4711 }, "tcp://127.0.0.1:4711"],
  [{ family: "ipv6", host: "::1", port: 4711 }, "tcp://[::1]:4711"],
  [{ family: "unix", path: "/tmp/unix:tcp://echo.sock" }, "unix:/tmp/unix:tcp://echo.sock"],
  [{ family: "unix", path: "\0abstract" }, "unix:@abstract"],
] as const)("the line for %j is read as %s", (address, url) => {
  expect(parseReady(readyLine(address))).toMatchObject({ kind: "address", address: url });
});
