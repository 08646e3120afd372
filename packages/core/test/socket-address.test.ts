import { isIPv6 } from "node:net";
import { type Address, decodeSocketAddress, encodeSocketAddress } from "@anysock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inHexadecimal } from "../src/dotted-end.ts";

const none = (): number => 0;

/** What `URL` makes of an address, which is by RFC 5952 except for mapped ones. */
function serialized(host: string): string {
  return new URL(`http://[${inHexadecimal(host)}]/`).hostname.slice(1, -1);
}

describe("a struct sockaddr", () => {
  test.each<[Parameters<typeof encodeSocketAddress>[0], string]>([
    [{ family: "ipv4", host: "192.0.2.1", port: 258 }, "02000102c0000201 0000000000000000"],
    [{ family: "ipv6", host: "2001:db8::1", port: 80 }, "0a000050 00000000 20010db8000000000000000000000001 00000000"],
    [{ family: "ipv6", host: "::", port: 0 }, "0a000000 00000000 00000000000000000000000000000000 00000000"],
    [{ family: "ipv6", host: "fe80::1%eth7", port: 1 }, "0a000001 00000000 fe800000000000000000000000000001 07000000"],
    [{ family: "ipv6", host: "fe80::1%9", port: 1 }, "0a000001 00000000 fe800000000000000000000000000001 09000000"],
    [
      { family: "ipv6", host: "::ffff:192.0.2.1", port: 1 },
      "0a000001 00000000 00000000000000000000ffffc0000201 00000000",
    ],
    [{ family: "unix", path: "/a" }, "0100 2f6100"],
    [{ family: "unix", path: "\0a" }, "0100 0061"],
  ])("of %j is as Linux has it", (at, expected) => {
    const bytes = encodeSocketAddress(at, (zone) => Number(zone.slice(3)));
    expect(Buffer.from(bytes).toString("hex")).toBe(expected.replaceAll(" ", ""));
  });

  test("of an address that was told gives that address back", () => {
    const ipv4 = fc.record({ family: fc.constant("ipv4" as const), host: fc.ipV4(), port: fc.nat(65_535) });
    const ipv6 = fc.record({ family: fc.constant("ipv6" as const), host: fc.ipV6(), port: fc.nat(65_535) });
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (at) => {
        const told = decodeSocketAddress(encodeSocketAddress(at, none)) as Extract<Address, { host: string }>;
        expect([told.family, told.port]).toEqual([at.family, at.port]);
        if (at.family === "ipv4") expect(told.host).toBe(at.host);
        else expect([isIPv6(told.host), serialized(told.host)]).toEqual([true, serialized(at.host)]);
        if (!told.host.includes(".") && at.family === "ipv6") expect(told.host).toBe(serialized(at.host));
      }),
    );
  });

  test("of a Unix socket ends at its NUL, or with its length", () => {
    const of = (text: string): Address | null => decodeSocketAddress(Buffer.from(`\x01\x00${text}`, "latin1"));
    expect(of("/a\0\0\0")).toEqual({ family: "unix", path: "/a" });
    expect(of("\0a\0b")).toEqual({ family: "unix", path: "\0a\0b" });
    expect(of("")).toEqual({ family: "unix", path: null });
  });

  test("of another family is none", () => {
    expect(decodeSocketAddress(new Uint8Array([40, 0, 0, 0]))).toBeNull();
  });
});
