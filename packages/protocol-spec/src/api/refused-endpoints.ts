import { validEndpoint } from "@anysock/core";
import { each, type Refusal, rejecting, type Taker, type Wrong } from "./refusal.ts";
import { AT, given } from "./takers.ts";

const [connect, listen, bind, remote, send]: readonly [Taker, Taker, Taker, Taker, Taker] = [
  {
    id: "connect",
    call: "connect() to",
    operation: "connect",
    give: ({ sockets }, to) => rejecting(() => sockets.connect(given(to))),
  },
  {
    id: "listen",
    call: "listen() at",
    operation: "listen",
    give: ({ sockets }, at) => rejecting(() => sockets.listen(given(at))),
  },
  {
    id: "bind",
    call: "bind() at",
    operation: "bind",
    give: ({ sockets }, at) => rejecting(() => sockets.bind(given(at))),
  },
  {
    id: "remote",
    call: "bind() with the remote",
    operation: "bind",
    option: "remote",
    give: ({ sockets }, to) => rejecting(() => sockets.bind(AT, { remote: given(to) })),
  },
  {
    id: "send-to",
    call: "send() to",
    operation: "send",
    needs: "udp",
    give: async ({ datagrams }, to) => {
      const on = await datagrams();
      return rejecting(() => on.send(new Uint8Array(1), given(to)));
    },
  },
];

const valid: Taker = {
  id: "validEndpoint",
  call: "validEndpoint() of",
  operation: "address",
  give: (_open, endpoint) => validEndpoint(given(endpoint)),
};

const host = "127.0.0.1";
const OF_STREAMS = "expected { host, port } or { path }";
const OF_DATAGRAMS = /expected \{ host, port \}(?! or)/;
const A_PORT = "is not an integer from 0 to 65535";

/** What is no endpoint at all, and so is told what one is. */
const strangers = (expected: Wrong[3]): readonly Wrong[] => [
  ["null", "null", null, expected],
  ["number", "a port alone", 7, expected],
  ["text", "an address in text", "tcp://127.0.0.1:7", expected],
  ["function", "a function", (): void => {}, expected],
  ["array", "an array", [host, 7], expected],
];

const shapes: readonly Wrong[] = [
  ["nothing-in-it", "{}", {}, `port undefined ${A_PORT}`],
  ["unknown", "an option among its names", { host, port: 7, timeout: 5 }, /has no timeout: .*second argument/],
  ["hostname", "hostname for host", { hostname: host, port: 7 }, "an endpoint has no hostname"],
  ["own-proto", "__proto__ among its names", JSON.parse('{"port":7,"__proto__":{}}'), "an endpoint has no __proto__"],
  ["port-and-path", "a port and a path", { port: 7, path: "/x" }, "either a port or a path, not both"],
  ["host-and-path", "a host and a path", { host, path: "/x" }, "either a port or a path, not both"],
];

const ports: readonly Wrong[] = [
  ["port-missing", "a host alone", { host }, `port undefined ${A_PORT}`],
  ["port-null", "port null", { host, port: null }, `port null ${A_PORT}`],
  ["port-text", 'port "80"', { host, port: "80" }, `port "80" ${A_PORT}`],
  ["port-bigint", "port 80n", { host, port: 80n }, `port 80n ${A_PORT}`],
  ["port-negative", "port -1", { host, port: -1 }, `port -1 ${A_PORT}`],
  ["port-too-large", "port 65536", { host, port: 65_536 }, `port 65536 ${A_PORT}`],
  ["port-fraction", "port 80.5", { host, port: 80.5 }, `port 80.5 ${A_PORT}`],
  ["port-nan", "port NaN", { host, port: Number.NaN }, `port NaN ${A_PORT}`],
  ["port-endless", "port Infinity", { host, port: Number.POSITIVE_INFINITY }, `port Infinity ${A_PORT}`],
  ["port-symbol", "a symbol as the port", { host, port: Symbol("80") }, `port Symbol(80) ${A_PORT}`],
  ["port-object", "an object as the port", { host, port: { valueOf: () => 80 } }, `port an object ${A_PORT}`],
];

/** What is neither an address nor a name, whatever a resolver would make of it. */
const hosts = [
  ["empty", ""],
  ["space", " "],
  ["space-inside", "local host"],
  ["space-behind", "localhost "],
  ["line-end", "localhost\n"],
  ["nul", "localhost\0"],
  ["with-port", "127.0.0.1:80"],
  ["name-with-port", "localhost:80"],
  ["url", "http://localhost"],
  ["brackets", "[::1]"],
  ["star", "*"],
  ["too-large", "256.0.0.1"],
  ["short", "127.1"],
  ["one-number", "2130706433"],
  ["hexadecimal", "0x7f000001"],
  ["octal", "0177.0.0.1"],
  ["five-numbers", "1.2.3.4.5"],
  ["no-hexadecimal", "::g"],
  ["two-gaps", "1::2::3"],
  ["nine-groups", "1:2:3:4:5:6:7:8:9"],
  ["empty-zone", "fe80::1%"],
  ["empty-label", "a..example"],
  ["hyphen-first", "-a.example"],
  ["hyphen-last", "a-.example"],
  ["long-label", `${"a".repeat(64)}.example`],
  ["long-name", `${"a.".repeat(127)}`],
  ["not-ascii", "bücher.example"],
] as const;

const A_HOST = "is neither an IP address nor a name";

const hostValues: readonly Wrong[] = [
  ...hosts.map(([id, wrong]): Wrong => {
    const text = JSON.stringify(wrong);
    return [`host-${id}`, `host ${text}`, { host: wrong, port: 7 }, `host ${text} ${A_HOST}`];
  }),
  ["host-null", "host null", { host: null, port: 7 }, `host null ${A_HOST}`],
  ["host-number", "a number as the host", { host: 127, port: 7 }, `host 127 ${A_HOST}`],
  ["host-array", "an array as the host", { host: [host], port: 7 }, `host an array ${A_HOST}`],
  ["host-object", "an object as the host", { host: { toString: () => host }, port: 7 }, `host an object ${A_HOST}`],
  ["zone-missing", "link-local without its zone", { host: "fe80::1", port: 7 }, "a link-local address needs its zone"],
  ["zone-number", "a zone that is a number", { host: "fe80::1%1", port: 7 }, "must be the name of an interface"],
  ["zone-of-another", "a zone of what has none", { host: "::1%lo", port: 7 }, "only a link-local address has a zone"],
];

const addresses: readonly Wrong[] = [
  ["family-unknown", "family tcp", { family: "tcp", host, port: 7 }, 'family "tcp" is none of ipv4, ipv6, unix'],
  ["family-number", "family 4", { family: 4, host, port: 7 }, "family 4 is none of ipv4, ipv6, unix"],
  [
    "family-of-all-objects",
    "family constructor",
    { family: "constructor", host, port: 7 },
    'family "constructor" is none',
  ],
  ["family-array", "a family in an array", { family: ["ipv4"], host, port: 7 }, "family an array is none of"],
  [
    "family-no-text",
    "an object as the family",
    { family: Object.create(null), host, port: 7 },
    "family an object is none of",
  ],
  [
    "family-not-its-host's",
    "IPv6 as ipv4",
    { family: "ipv4", host: "::1", port: 7 },
    'host "::1" is not an address of ipv4',
  ],
  ["family-not-its-host's-6", "IPv4 as ipv6", { family: "ipv6", host, port: 7 }, "is not an address of ipv6"],
  ["family-and-name", "a name as ipv4", { family: "ipv4", host: "localhost", port: 7 }, "is not an address of ipv4"],
  ["family-no-port", "an address without a port", { family: "ipv4", host }, `port undefined ${A_PORT}`],
  [
    "family-unknown-key",
    "an option in an address",
    { family: "ipv4", host, port: 7, size: 1 },
    "an address of ipv4 has no size",
  ],
  ["unnamed", "an unnamed Unix socket", { family: "unix", path: null }, "without a path cannot be reached"],
  ["unix-no-path", "a Unix address without a path", { family: "unix" }, "path undefined is not a Unix path"],
];

const paths: readonly Wrong[] = [
  ["path-empty", "an empty path", { path: "" }, 'path "" is not a Unix path, which is a non-empty string'],
  ["path-nul", "an empty abstract name", { path: "\0" }, "is not a Unix path, which is a non-empty string"],
  ["path-undefined", "path undefined", { path: undefined }, "path undefined is not a Unix path"],
  ["path-null", "path null", { path: null }, "path null is not a Unix path"],
  ["path-number", "path 7", { path: 7 }, "path 7 is not a Unix path"],
  ["path-nul-inside", "a path with a NUL", { path: "/a\0b" }, 'Unix path "/a\\u0000b" has a NUL inside'],
  ["path-nul-inside-abstract", "an abstract name with a NUL", { path: "\0a\0b" }, "has a NUL inside"],
  ["path-half-a-pair", "half a surrogate pair", { path: "/\ud800" }, "is no well-formed Unicode"],
];

const longPaths: readonly Wrong[] = [
  ["path-too-long", "a path of 108 bytes", { path: `/${"a".repeat(107)}` }, "108 bytes; a Unix path has at most 107"],
  ["path-too-long-utf8", "55 letters of two bytes", { path: "ü".repeat(55) }, "110 bytes; a Unix path has at most 107"],
  ["path-too-long-abstract", "an abstract name of 108 bytes", { path: `\0${"a".repeat(107)}` }, "108 bytes;"],
];

const noPlace = (expected: Wrong[3]): readonly Wrong[] => [["undefined", "nothing", undefined, expected]];
const portZero: readonly Wrong[] = [["port-0", "port 0", { host, port: 0 }, /port 0 cannot be (?:connected|sent) to/]];
const noHost: readonly Wrong[] = [["no-host", "no host", { port: 7 }, "a datagram needs a host to go to"]];
const aPath: readonly Wrong[] = [["path", "a path", { path: "/x" }, "datagrams go to { host, port }, not to a path"]];
const aBoundPath: readonly Wrong[] = [["path", "a path", { path: "/x" }, "datagrams are UDP: expected { host, port }"]];
const otherFamily: readonly Wrong[] = [
  ["other-family", "IPv6", { host: "::1", port: 7 }, "::1 is not an address of ipv4"],
];

export const refusedEndpoints: readonly Refusal[] = [
  ...each([connect, listen, valid], [...strangers(OF_STREAMS), ...noPlace(OF_STREAMS)]),
  ...each([bind, remote, send], strangers(OF_DATAGRAMS)),
  ...each([bind], noPlace(OF_DATAGRAMS)),
  ...each([connect, listen, bind, remote, send], [...shapes, ...ports, ...hostValues, ...addresses]),
  ...each([connect, listen], paths),
  ...each([connect, listen, valid], longPaths, "ENAMETOOLONG"),
  ...each([connect, remote, send], portZero),
  ...each([remote, send], [...noHost, ...aPath]),
  ...each([{ ...remote, needs: "udp" }, send], otherFamily),
  ...each([bind], aBoundPath),
  ...each([valid], [...shapes, ...ports, ...hostValues, ...paths]),
];
