import { interfaceAnswer, interfaceRequest, membershipOption, multicastOptions } from "@anysock/core";
import { describe, expect, test } from "vitest";

/** if_nametoindex(3) of a machine with `eth7` alone. */
const indexOf = (name: string): number => (name === "eth7" ? 7 : 0);
const addressOf = (): undefined => undefined;
const hex = (value: number | Uint8Array): number | string =>
  typeof value === "number" ? value : Buffer.from(value).toString("hex");

const zeros = (bytes: number): string => "00".repeat(bytes);
/** `struct sockaddr_storage` is 128 bytes. */
const of239 = `02000000ef010101${zeros(120)}`;
const of192 = `02000000c0000201${zeros(120)}`;
const ofFf15 = `0a00000000000000ff15${zeros(13)}01${zeros(104)}`;

describe("what setsockopt(2) of Linux is given", () => {
  test.each([
    ["ipv4", { multicastTtl: 0 }, [[0, 33, 0]]],
    ["ipv4", { multicastLoopback: false }, [[0, 34, 0]]],
    ["ipv4", { multicastInterface: "eth7" }, [[0, 32, `${zeros(8)}07000000`]]],
    [
      "ipv6",
      { multicastTtl: 255 },
      [
        [0, 33, 255],
        [41, 18, 255],
      ],
    ],
    [
      "ipv6",
      { multicastInterface: "eth7", multicastLoopback: true },
      [
        [0, 32, `${zeros(8)}07000000`],
        [41, 17, 7],
        [0, 34, 1],
        [41, 19, 1],
      ],
    ],
    ["ipv6", { broadcast: true }, []],
  ] as const)("for %s and %j", (family, setting, expected) => {
    const set = multicastOptions(family, setting, indexOf, addressOf);
    expect(set.map(({ level, name, value }) => [level, name, hex(value)])).toEqual(expected);
  });

  test.each([
    ["join", "ipv4", "239.1.1.1", undefined, undefined, [0, 42, zeros(8) + of239]],
    ["leave", "ipv4", "239.1.1.1", "eth7", undefined, [0, 45, `07000000${zeros(4)}${of239}`]],
    ["join", "ipv4", "239.1.1.1", undefined, "192.0.2.1", [0, 46, zeros(8) + of239 + of192]],
    ["leave", "ipv4", "239.1.1.1", undefined, "192.0.2.1", [0, 47, zeros(8) + of239 + of192]],
    ["join", "ipv6", "ff15::1", "eth7", undefined, [41, 42, `07000000${zeros(4)}${ofFf15}`]],
  ] as const)("to %s over %s %s on %s from %s", (change, family, group, by, source, expected) => {
    const { level, name, value } = membershipOption(change, family, group, { interface: by, source }, indexOf);
    expect([level, name, hex(value)]).toEqual(expected);
  });

  test("to leave by an interface that has an address, which is where datagrams come from", () => {
    const request = interfaceRequest("eth7");
    // What the kernel answers has the family and the port before the address (netdevice(7)).
    request.set([2, 0, 0, 0, 192, 0, 2, 7], 16);
    const [first] = multicastOptions("ipv4", { multicastInterface: "eth7" }, indexOf, () => interfaceAnswer(request));
    expect(hex(first?.value ?? 0)).toBe(`${zeros(4)}c000020707000000`);
    expect(new TextDecoder().decode(request.subarray(0, 5))).toBe("eth7\0");
  });

  test("an interface that is not there is EINVAL", () => {
    const wrong = expect.objectContaining({ code: "EINVAL", detail: expect.stringContaining("nowhere0") });
    expect(() => multicastOptions("ipv4", { multicastInterface: "nowhere0" }, indexOf, addressOf)).toThrow(wrong);
    const membership = { interface: "nowhere0", source: undefined };
    expect(() => membershipOption("join", "ipv4", "239.1.1.1", membership, indexOf)).toThrow(wrong);
    const bySource = { interface: undefined, source: "fe80::1%nowhere0" };
    expect(() => membershipOption("join", "ipv6", "ff35::1", bySource, indexOf)).toThrow(wrong);
  });
});
