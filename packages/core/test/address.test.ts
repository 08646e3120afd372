import { isIPv6 } from "node:net";
import { type Endpoint, formatAddress, formatEndpoint, ipFamily, parseEndpoint, validEndpoint } from "@anysock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thrown } from "./sentences.ts";

const good: [string, "tcp" | "udp" | "unix", Endpoint][] = [
  ["tcp://127.0.0.1:7", "tcp", { host: "127.0.0.1", port: 7 }],
  ["udp://127.0.0.1:65535", "udp", { host: "127.0.0.1", port: 65535 }],
  ["tcp://[::1]:0", "tcp", { host: "::1", port: 0 }],
  ["tcp://[::ffff:127.0.0.1]:7", "tcp", { host: "::ffff:127.0.0.1", port: 7 }],
  ["tcp://[fe80::1%eth0]:7", "tcp", { host: "fe80::1%eth0", port: 7 }],
  ["tcp://localhost:7", "tcp", { host: "localhost", port: 7 }],
  ["tcp://my_service.example.:7", "tcp", { host: "my_service.example.", port: 7 }],
  ["tcp://:7", "tcp", { port: 7 }],
  ["unix:/run/echo.sock", "unix", { path: "/run/echo.sock" }],
  ["unix:relative/é.sock", "unix", { path: "relative/é.sock" }],
  ["unix:@name", "unix", { path: "\0name" }],
];

describe("an endpoint in text", () => {
  test.each(good)("%j is read and written back", (text, scheme, endpoint) => {
    expect(parseEndpoint(text)).toEqual({ scheme, endpoint });
    expect(formatEndpoint(endpoint, scheme === "udp" ? "udp" : "tcp")).toBe(text);
  });

  test.each([
    "",
    "tcp",
    "tcp://",
    "tcp://host",
    "tcp://host:",
    "tcp://host:-1",
    "tcp://host:65536",
    "tcp://host:7x",
    "tcp://host: 7",
    "tcp://host:1.5",
    "tcp://host:99999999999999999999",
    "http://host:7",
    "tcp:/host:7",
    "127.0.0.1:7",
    "tcp://::1:7",
    "tcp://[::1:7",
    "tcp://::1]:7",
    "tcp://[127.0.0.1]:7",
    "tcp://[]:7",
    "tcp://[::1]",
    "tcp://[::1%]:7",
    "tcp://a b:7",
    "tcp://host:7/",
    "tcp://u@host:7",
    "tcp://1.2.3:7",
    "tcp://1.2.3.4.5:7",
    "tcp://256.1.1.1:7",
    "tcp://01.2.3.4:7",
    "tcp://2130706433:7",
    "tcp://0x7f000001:7",
    "tcp://0x7f.1:7",
    "tcp://-host:7",
    "tcp://host-:7",
    "tcp://a..b:7",
    "tcp://.:7",
    `tcp://${"a".repeat(64)}:7`,
    "unix:",
    "unix:@",
    "unix:a\0b",
    "TCP://host:7",
    "tcp://host:7\n",
  ])("%j is refused as EINVAL", (text) => {
    expect(thrown(() => parseEndpoint(text))).toMatchObject({ code: "EINVAL", operation: "address" });
  });

  test.each([undefined, null, 7, {}, [], () => ""])("that is none (%s) is refused as EINVAL", (given: unknown) => {
    const error = thrown(() => parseEndpoint(given as string));
    expect(error).toMatchObject({ code: "EINVAL", operation: "address" });
    expect(error.message).toContain("expected tcp://HOST:PORT or unix:/PATH");
  });

  test.each([
    ["tcp://127.0.0.1", "it has no port"],
    ["tcp://host:", "it has no port"],
    ["udp://[::1]", "it has no port"],
    ["tcp://::1:7", "an IPv6 address needs brackets"],
    ["tcp://fe80::1%eth0", "an IPv6 address needs brackets"],
    ["127.0.0.1:7", "is not an address: expected"],
    ["http://host:7", "is not an address: expected"],
    ["tcp://host:seven", "is not an address: expected"],
    ["tcp://::1]:7", "is not an address: expected"],
  ])("%j is refused with what was forgotten, and what is expected", (text, slip) => {
    const { message } = thrown(() => parseEndpoint(text));
    expect(message).toContain(slip);
    expect(message).toContain("expected tcp://HOST:PORT or unix:/PATH");
  });

  test("only who wrote brackets is told to leave them out", () => {
    const hint = "write IPv6 without brackets";
    expect(thrown(() => validEndpoint({ host: "[::1]", port: 7 })).message).toContain(hint);
    expect(thrown(() => parseEndpoint("tcp://127.1:7")).message).not.toContain(hint);
  });

  test("a path that begins with @ is not mistaken for an abstract name", () => {
    expect(parseEndpoint(formatEndpoint({ path: "@file" })).endpoint).toEqual({ path: "./@file" });
  });

  test("what is written is read back as it was, for every valid endpoint", () => {
    const hosts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.constant("localhost"));
    const internet = fc.record({ host: hosts, port: fc.nat(65535) }, { requiredKeys: ["port"] });
    const path = fc
      .tuple(fc.constantFrom("", "\0"), fc.string({ minLength: 1, maxLength: 30, unit: "grapheme" }))
      .filter(
        ([, rest]) => !rest.includes("\0") && !rest.startsWith("@") && new TextEncoder().encode(rest).length < 107,
      )
      .map(([nul, rest]) => ({ path: nul + rest }));
    fc.assert(
      fc.property(fc.oneof(internet, path), fc.constantFrom("tcp" as const, "udp" as const), (endpoint, scheme) => {
        expect(parseEndpoint(formatEndpoint(endpoint, scheme))).toEqual({
          scheme: "path" in endpoint ? "unix" : scheme,
          endpoint,
        });
      }),
    );
  });

  test("any text is either read, and then written and read to the same, or refused in one line", () => {
    const alphabet = fc.constantFrom(..."tcpunix:/[]@.%0179afz-_ \0é");
    const text = fc
      .tuple(fc.constantFrom("", "tcp://", "unix:", "udp://["), fc.string({ unit: alphabet }))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (sample) => {
        let read: ReturnType<typeof parseEndpoint>;
        try {
          read = parseEndpoint(sample);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^(EINVAL|ENAMETOOLONG)$/) });
          return;
        }
        const again = parseEndpoint(formatEndpoint(read.endpoint, read.scheme === "udp" ? "udp" : "tcp"));
        expect(again).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });
});

describe("an IP literal", () => {
  test("of hexadecimal groups is IPv6 exactly where the runtime's own node:net says so", () => {
    // Not the URL parser: WebKit's, and so Bun's, takes ::0: and refuses 0::0:0:0:0.0.0.0.
    const address = fc.string({ unit: fc.constantFrom(..."0123456789abcdefABF:::::::"), minLength: 0, maxLength: 24 });
    fc.assert(
      fc.property(address, (host) => {
        expect(ipFamily(host) === "ipv6").toBe(isIPv6(host));
      }),
      { numRuns: 2000 },
    );
  });

  test("is IPv6 in every form that RFC 4291 has, with an IPv4 address at its end as well", () => {
    fc.assert(
      fc.property(fc.ipV6(), (host) => {
        expect(ipFamily(host)).toBe("ipv6");
      }),
    );
    expect(ipFamily("0::0:0:0:0.0.0.0")).toBe("ipv6");
    for (const wrong of [
      "::1.2.3",
      "1.2.3.4::",
      "::1.2.3.4:5",
      "1:2:3:4:5:6:7:1.2.3.4",
      "::1.2.3.256",
      "1:2:3:4:5:6::7:1.2.3.4",
    ]) {
      expect(ipFamily(wrong)).toBe(null);
    }
  });

  test("of IPv4 has four decimal numbers without leading zeros", () => {
    fc.assert(
      fc.property(fc.ipV4(), (host) => {
        expect(ipFamily(host)).toBe("ipv4");
      }),
    );
    for (const wrong of ["1.2.3", "1.2.3.4.", "1.2.3.256", "1.2.3.04", " 1.2.3.4", "1.2.3.4\n", "", "١.2.3.4"])
      expect(ipFamily(wrong)).toBe(null);
  });

  test.each(["::1%eth0", "fe80::1%en-1.2_3"])("%s has a zone", (host) => expect(ipFamily(host)).toBe("ipv6"));
  test.each(["::1%", "::1%a%b", "::1%a]b", "::1%a b", "1.2.3.4%eth0"])("%s has no valid zone", (host) =>
    expect(ipFamily(host)).toBe(null),
  );
});

describe("an endpoint", () => {
  const bad: [string, unknown][] = [
    ["undefined", undefined],
    ["null", null],
    ["a number", 7],
    ["text", "tcp://host:7"],
    ["nothing", {}],
    ["port as text", { port: "7" }],
    ["port -1", { port: -1 }],
    ["port 65536", { port: 65536 }],
    ["port 1.5", { port: 1.5 }],
    ["port NaN", { port: Number.NaN }],
    ["port Infinity", { port: Number.POSITIVE_INFINITY }],
    ["port null", { port: null }],
    ["port 7n", { port: 7n }],
    ["an object without a prototype as port", { port: Object.create(null) }],
    ["host null", { host: null, port: 7 }],
    ["empty host", { host: "", port: 7 }],
    ["host with brackets", { host: "[::1]", port: 7 }],
    ["host 7", { host: 7, port: 7 }],
    ["host of 254 characters", { host: "a.".repeat(127), port: 7 }],
    ["path and port", { path: "/a", port: 7 }],
    ["path and host", { path: "/a", host: "a" }],
    ["path 7", { path: 7 }],
    ["empty path", { path: "" }],
    ["empty abstract name", { path: "\0" }],
    ["NUL in a path", { path: "/a\0b" }],
    ["hostname, which is Deno's word", { hostname: "example.org", port: 7 }],
  ];
  test.each(bad)("%s is EINVAL", (_what, endpoint) => {
    const error = thrown(() => validEndpoint(endpoint as Endpoint));
    expect(error.code).toBe("EINVAL");
    expect(error.message).toMatch(/^address: EINVAL \(.+\)$/);
  });

  test("a path of 107 bytes is possible, one of 108 is ENAMETOOLONG, and bytes are counted, not characters", () => {
    expect(validEndpoint({ path: "a".repeat(107) })).toEqual({ path: "a".repeat(107) });
    const error = thrown(() => validEndpoint({ path: `${"é".repeat(54)}` }));
    expect(error.code).toBe("ENAMETOOLONG");
    expect(error.message).toContain("108 bytes");
  });
});

test("an address is written like the endpoint that leads to it", () => {
  expect(formatAddress({ family: "ipv6", host: "::1", port: 7 })).toBe("tcp://[::1]:7");
  expect(formatAddress({ family: "ipv4", host: "127.0.0.1", port: 7 }, "udp")).toBe("udp://127.0.0.1:7");
  expect(formatAddress({ family: "unix", path: "\0name" })).toBe("unix:@name");
  expect(formatAddress({ family: "unix", path: null })).toBe("unix:");
});
