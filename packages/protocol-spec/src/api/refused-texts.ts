import { formatAddress, formatEndpoint, parseEndpoint } from "@anysock/core";
import { each, type Refusal, type Taker, type Wrong } from "./refusal.ts";
import { given } from "./takers.ts";

const parse: Taker = {
  id: "parseEndpoint",
  call: "parseEndpoint() of",
  operation: "address",
  give: (_open, text) => parseEndpoint(given(text)),
};

const EXPECTED = "expected tcp://HOST:PORT or unix:/PATH";

const texts: readonly Wrong[] = [
  ["nothing", "nothing", undefined, `undefined is not an address in text: ${EXPECTED}`],
  ["null", "null", null, `null is not an address in text: ${EXPECTED}`],
  ["number", "a number", 7, `7 is not an address in text: ${EXPECTED}`],
  ["url", "a URL object", new URL("http://localhost:7"), `an object is not an address in text: ${EXPECTED}`],
  ["empty", "an empty text", "", `"" is not an address: ${EXPECTED}`],
  ["no-scheme", "no scheme", "127.0.0.1:7", EXPECTED],
  ["other-scheme", "another scheme", "http://localhost:7", EXPECTED],
  ["space-before", "a space before it", " tcp://localhost:7", EXPECTED],
  ["line-end", "a line end behind it", "tcp://localhost:7\n", EXPECTED],
  ["path-behind", "a path behind it", "tcp://localhost:7/", EXPECTED],
  ["user", "a user in it", "tcp://me@localhost:7", /host "me@localhost" is neither an IP address nor a name/],
  ["no-port", "no port", "tcp://localhost", `it has no port; ${EXPECTED}`],
  ["no-port-6", "IPv6 without a port", "tcp://[::1]", `it has no port; ${EXPECTED}`],
  ["empty-port", "an empty port", "tcp://localhost:", `it has no port; ${EXPECTED}`],
  ["negative-port", "port -1", "tcp://localhost:-1", EXPECTED],
  ["fraction-port", "port 1.5", "tcp://localhost:1.5", EXPECTED],
  ["large-port", "port 65536", "tcp://localhost:65536", "port 65536 is not an integer from 0 to 65535"],
  ["endless-port", "a port of 400 digits", `tcp://localhost:${"9".repeat(400)}`, "port Infinity is not an integer"],
  ["no-brackets", "IPv6 without brackets", "tcp://::1:7", `an IPv6 address needs brackets, as in tcp://[::1]:7000; `],
  ["brackets-ipv4", "IPv4 in brackets", "tcp://[127.0.0.1]:7", "[127.0.0.1] is not an IPv6 address"],
  ["brackets-name", "a name in brackets", "tcp://[localhost]:7", "[localhost] is not an IPv6 address"],
  ["ipv4", "an address that some read as another", "tcp://127.1:7", 'host "127.1" is neither an IP address nor a name'],
  ["unix-empty", "a Unix address without a path", "unix:", 'path "" is not a Unix path'],
  ["unix-abstract-empty", "an empty abstract name", "unix:@", "is not a Unix path"],
];

const longTexts: readonly Wrong[] = [
  ["unix-too-long", "a path of 108 bytes", `unix:/${"a".repeat(107)}`, "108 bytes; a Unix path has at most 107"],
];

const format: Taker = {
  id: "formatAddress",
  call: "formatAddress() of",
  operation: "address",
  give: (_open, values) => Reflect.apply(formatAddress, undefined, values as unknown[]),
};

const formatPlain: Taker = {
  id: "formatEndpoint",
  call: "formatEndpoint() of",
  operation: "address",
  give: (_open, values) => Reflect.apply(formatEndpoint, undefined, values as unknown[]),
};

const host = "127.0.0.1";

const unwritable: readonly Wrong[] = [
  ["nothing", "nothing", [], "undefined is not an address"],
  ["null", "null", [null], "null is not an address"],
  ["text", "a text", ["tcp://127.0.0.1:7"], '"tcp://127.0.0.1:7" is not an address'],
  ["no-port", "no port", [{ family: "ipv4", host }], "port undefined is not an integer from 0 to 65535"],
  ["port-text", 'port "7"', [{ family: "ipv4", host, port: "7" }], 'port "7" is not an integer from 0 to 65535'],
  ["host-number", "a number as the host", [{ family: "ipv4", host: 127, port: 7 }], "host 127 is not a string"],
  ["path-number", "path 7", [{ family: "unix", path: 7 }], "path 7 is neither a string nor null"],
  ["scheme", "another scheme", [{ family: "ipv4", host, port: 7 }, "http"], 'scheme "http" is neither tcp nor udp'],
];

const noAddresses: readonly Wrong[] = [
  ["family", "family tcp", [{ family: "tcp", host, port: 7 }], 'family "tcp" is none of ipv4, ipv6, unix'],
  ["no-family", "an endpoint", [{ host, port: 7 }], "family undefined is none of ipv4, ipv6, unix"],
  ["no-host", "no host", [{ family: "ipv4", port: 7 }], "an address of ipv4 has family, host, port"],
  [
    "no-path",
    "a Unix address without a path",
    [{ family: "unix", host, port: 7 }],
    "an address of unix has family, path",
  ],
];

const noEndpoints: readonly Wrong[] = [["unnamed", "path null", [{ path: null }], "path null is not a string"]];

export const refusedTexts: readonly Refusal[] = [
  ...each([parse], texts),
  ...each([parse], longTexts, "ENAMETOOLONG"),
  ...each([format, formatPlain], unwritable),
  ...each([format], noAddresses),
  ...each([formatPlain], noEndpoints),
];
