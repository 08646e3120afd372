import {
  type Address,
  Failure,
  ipAddress,
  isWildcard,
  unixAddress,
  validEndpoint,
  zoneFailure,
  zoneOf,
} from "@anysock/core";
import { describe, expect, test } from "vitest";

describe("an IPv6 address and its zone", () => {
  test.each(["fe80::1%eth0", "febf::1%en-1.2_3", "FE80::1%lo", "ff02::1%eth0", "ff02::1", "fd00::1", "::1"])(
    "%s can be used",
    (host) => expect(validEndpoint({ host, port: 7 })).toEqual({ host, port: 7 }),
  );

  test.each([
    ["::1%lo", "only a link-local address has a zone"],
    ["::%eth0", "only a link-local address has a zone"],
    ["fd00::1%eth0", "only a link-local address has a zone"],
    ["fe8::1%eth0", "only a link-local address has a zone"],
    ["ff05::1%eth0", "only a link-local address has a zone"],
    ["fe80::1", "a link-local address needs its zone"],
    ["fe80::1%4", "its zone must be the name of an interface"],
  ])("%s cannot be used: %s", (host, why) => {
    const refused = expect.objectContaining({ code: "EINVAL", message: expect.stringContaining(why) });
    expect(() => validEndpoint({ host, port: 7 })).toThrow(refused);
  });

  test("that is no interface here is EINVAL, whatever the runtime says, and by its name", () => {
    const at = { family: "ipv6", host: "fe80::1%nosuch", port: 7 } as const;
    for (const code of ["EINVAL", "EIO", "ENOTFOUND"] as const) {
      const failure = zoneFailure(at, new Failure(code, "why"));
      expect(failure).toMatchObject({ code: "EINVAL", cause: "why", detail: expect.stringContaining("nosuch") });
    }
  });

  test("of which another failure is told keeps it, and so does an address without a zone", () => {
    const refused = new Failure("ECONNREFUSED");
    expect(zoneFailure({ family: "ipv6", host: "fe80::1%eth0", port: 7 }, refused)).toBe(refused);
    const missing = new Failure("ENOTFOUND");
    expect(zoneFailure({ family: "ipv6", host: "::1", port: 7 }, missing)).toBe(missing);
    expect(zoneFailure({ family: "unix", path: "/a%b" }, missing)).toBe(missing);
  });
});

describe("an address that a runtime tells", () => {
  const asked = { family: "ipv6", host: "fe80::1%eth0", port: 0 } as const;

  test.each([
    ["fe80::2", "fe80::2%eth0"],
    ["fe80::2%eth1", "fe80::2%eth1"],
    ["fd00::2", "fd00::2"],
  ])("%s has the zone of the address asked for, where it needs one and has none: %s", (host, zoned) => {
    expect(ipAddress(host, 7, asked)).toEqual({ family: "ipv6", host: zoned, port: 7 });
  });

  test("has its family by its look, and no zone where none was asked for", () => {
    expect(ipAddress("127.0.0.1", 7)).toEqual({ family: "ipv4", host: "127.0.0.1", port: 7 });
    expect(ipAddress("fe80::2", 7)).toEqual({ family: "ipv6", host: "fe80::2", port: 7 });
    expect(ipAddress("fe80::2", 7, { ...asked, host: "::" })).toEqual({ family: "ipv6", host: "fe80::2", port: 7 });
    expect(unixAddress(null)).toEqual({ family: "unix", path: null });
    expect(zoneOf("fe80::1%eth0")).toBe("eth0");
  });

  test.each([
    ["0.0.0.0", true],
    ["::", true],
    ["0:0:0:0:0:0:0:0", true],
    ["::ffff:0.0.0.0", true],
    ["::FFFF:0:0", true],
    ["127.0.0.1", false],
    ["0.0.0.1", false],
    ["::1", false],
    ["::ffff:127.0.0.1", false],
    ["1::", false],
  ])("%s: whether it is every address of the machine is %s", (host, every) => {
    expect(isWildcard(ipAddress(host, 7))).toBe(every);
  });

  test("that is a path is not every address of the machine", () => {
    const path: Address = unixAddress("::");
    expect(isWildcard(path)).toBe(false);
  });
});
