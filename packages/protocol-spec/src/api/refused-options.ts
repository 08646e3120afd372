import { each, type Refusal, rejecting, type Taker, type Wrong } from "./refusal.ts";
import { given, optionTakers, pathTakers } from "./takers.ts";

const [connect, listen, bind] = optionTakers as readonly [Taker, Taker, Taker];
const [connectPath, listenPath] = pathTakers as readonly [Taker, Taker];

const set: Taker = {
  id: "set",
  call: "set() of a connection with",
  operation: "set",
  give: async ({ connection }, options) => (await connection()).set(given(options)),
};

const setDatagrams: Taker = {
  id: "set-datagrams",
  call: "set() of a datagram socket with",
  operation: "set",
  needs: "udp",
  give: async ({ datagrams }, options) => {
    const on = await datagrams();
    return rejecting(() => on.set(given(options)));
  },
};

const NO_OPTIONS = /\(\S+( \S+)? is not an object of options/;
const A_BOOLEAN = "is not true or false";
const A_KEEP_ALIVE = "is not true, false or whole seconds in milliseconds, from 1000 to 32767000";
const A_CLASS = "is not a multiple of 4 from 0 to 252";
const A_SIZE = "is not an integer from 4096 to 1073741823";

const ofConnections: readonly Wrong[] = [
  ["noDelay-number", "noDelay 1", { noDelay: 1 }, `noDelay 1 ${A_BOOLEAN}`],
  ["noDelay-text", 'noDelay "true"', { noDelay: "true" }, `noDelay "true" ${A_BOOLEAN}`],
  ["noDelay-null", "noDelay null", { noDelay: null }, `noDelay null ${A_BOOLEAN}`],
  ["keepAlive-0", "keepAlive 0", { keepAlive: 0 }, `keepAlive 0 ${A_KEEP_ALIVE}`],
  ["keepAlive-seconds", "keepAlive in seconds", { keepAlive: 60 }, `keepAlive 60 ${A_KEEP_ALIVE}`],
  ["keepAlive-half", "one and a half seconds of keepAlive", { keepAlive: 1500 }, `keepAlive 1500 ${A_KEEP_ALIVE}`],
  ["keepAlive-negative", "keepAlive -1000", { keepAlive: -1000 }, `keepAlive -1000 ${A_KEEP_ALIVE}`],
  ["keepAlive-too-long", "keepAlive 32768000", { keepAlive: 32_768_000 }, `keepAlive 32768000 ${A_KEEP_ALIVE}`],
  ["keepAlive-nan", "keepAlive NaN", { keepAlive: Number.NaN }, `keepAlive NaN ${A_KEEP_ALIVE}`],
  ["keepAlive-text", 'keepAlive "yes"', { keepAlive: "yes" }, `keepAlive "yes" ${A_KEEP_ALIVE}`],
  [
    "keepAlive-object",
    "keepAlive of another library",
    { keepAlive: { idle: 1 } },
    `keepAlive an object ${A_KEEP_ALIVE}`,
  ],
  ["trafficClass-ecn", "ECN in trafficClass", { trafficClass: 1 }, `trafficClass 1 ${A_CLASS}`],
  ["trafficClass-256", "trafficClass 256", { trafficClass: 256 }, `trafficClass 256 ${A_CLASS}`],
  ["trafficClass-negative", "trafficClass -4", { trafficClass: -4 }, `trafficClass -4 ${A_CLASS}`],
  ["trafficClass-nan", "trafficClass NaN", { trafficClass: Number.NaN }, `trafficClass NaN ${A_CLASS}`],
  ["trafficClass-text", 'trafficClass "8"', { trafficClass: "8" }, `trafficClass "8" ${A_CLASS}`],
];

const buffers: readonly Wrong[] = (["receiveBuffer", "sendBuffer"] as const).flatMap((name): Wrong[] => [
  [`${name}-0`, `${name} 0`, { [name]: 0 }, `${name} 0 ${A_SIZE}`],
  [`${name}-small`, `${name} 4095`, { [name]: 4095 }, `${name} 4095 ${A_SIZE}`],
  [`${name}-large`, `${name} 2 ** 30`, { [name]: 2 ** 30 }, `${name} 1073741824 ${A_SIZE}`],
  [`${name}-fraction`, `${name} 8192.5`, { [name]: 8192.5 }, `${name} 8192.5 ${A_SIZE}`],
  [`${name}-text`, `${name} "8192"`, { [name]: "8192" }, `${name} "8192" ${A_SIZE}`],
]);

const A_LOCAL = "is not { host } (an IP address), { port } (0 to 65535) or both";
const A_DELAY = "is not an integer from 10 to 2000";

const ofConnect: readonly Wrong[] = [
  ["local-empty", "local {}", { local: {} }, `local an object ${A_LOCAL}`],
  ["local-null", "local null", { local: null }, `local null ${A_LOCAL}`],
  ["local-text", "an address alone as local", { local: "127.0.0.1" }, `local "127.0.0.1" ${A_LOCAL}`],
  ["local-unknown", "address for host in local", { local: { address: "127.0.0.1" } }, A_LOCAL],
  [
    "local-name",
    "a name as the local host",
    { local: { host: "localhost" } },
    'local an object has the host "localhost"',
  ],
  ["local-host-number", "a number as the local host", { local: { host: 1 } }, "has the host 1: is not { host }"],
  ["local-zone", "a link-local host without its zone", { local: { host: "fe80::1" } }, "needs its zone"],
  ["local-port", "local port 65536", { local: { port: 65_536 } }, "has the port 65536: is not { host }"],
  ["local-port-text", 'local port "1"', { local: { port: "1" } }, 'has the port "1": is not { host }'],
  ["attemptDelay-0", "attemptDelay 0", { attemptDelay: 0 }, `attemptDelay 0 ${A_DELAY}`],
  ["attemptDelay-9", "attemptDelay 9", { attemptDelay: 9 }, `attemptDelay 9 ${A_DELAY}`],
  ["attemptDelay-2001", "attemptDelay 2001", { attemptDelay: 2001 }, `attemptDelay 2001 ${A_DELAY}`],
  ["attemptDelay-fraction", "attemptDelay 10.5", { attemptDelay: 10.5 }, `attemptDelay 10.5 ${A_DELAY}`],
  ["attemptDelay-text", 'attemptDelay "250"', { attemptDelay: "250" }, `attemptDelay "250" ${A_DELAY}`],
  ["backlog", "an option of listen()", { backlog: 5 }, "there is no option backlog; known are noDelay, keepAlive"],
  [
    "bad-and-lacking",
    "what a runtime may lack, and a bad timeout",
    { local: { port: 1 }, timeout: -1 },
    "timeout -1 is not a number",
  ],
];

/** Told by the addresses, behind what a runtime lacks. */
const otherFamily: readonly Wrong[] = [
  ["local-other-family", "a local host of IPv6", { local: { host: "::1" } }, "no address of another family than ipv6"],
];

const ofListen: readonly Wrong[] = [
  ["backlog-0", "backlog 0", { backlog: 0 }, "backlog 0 is not an integer from 1 to 65535"],
  ["backlog-negative", "backlog -1", { backlog: -1 }, "backlog -1 is not an integer from 1 to 65535"],
  ["backlog-large", "backlog 65536", { backlog: 65_536 }, "backlog 65536 is not an integer from 1 to 65535"],
  ["backlog-nan", "backlog NaN", { backlog: Number.NaN }, "backlog NaN is not an integer from 1 to 65535"],
  ["backlog-text", 'backlog "511"', { backlog: "511" }, 'backlog "511" is not an integer from 1 to 65535'],
  ["pending-0", "pending 0", { pending: 0 }, "pending 0 is not an integer from 1 to 1000000"],
  ["pending-fraction", "pending 1.5", { pending: 1.5 }, "pending 1.5 is not an integer from 1 to 1000000"],
  ["pending-endless", "endless pending", { pending: Number.POSITIVE_INFINITY }, "pending Infinity is not an integer"],
  ["ipv6Only-text", 'ipv6Only "yes"', { ipv6Only: "yes" }, `ipv6Only "yes" ${A_BOOLEAN}`],
  ["ipv6Only-ipv4", "ipv6Only on IPv4", { ipv6Only: true }, "ipv6Only has an effect on an IPv6 address only"],
  ["reusePort-number", "reusePort 1", { reusePort: 1 }, `reusePort 1 ${A_BOOLEAN}`],
  ["reuseAddress-number", "reuseAddress 0", { reuseAddress: 0 }, `reuseAddress 0 ${A_BOOLEAN}`],
  ["mode-tcp", "mode on TCP", { mode: 0o600 }, "mode has an effect on a Unix path only"],
  ["unlinkStale-tcp", "unlinkStale on TCP", { unlinkStale: true }, "unlinkStale has an effect on a Unix path only"],
  ["attemptDelay", "an option of connect()", { attemptDelay: 250 }, "there is no option attemptDelay; known are"],
];

const ofListenPath: readonly Wrong[] = [
  ["mode-negative", "mode -1", { mode: -1 }, "mode -1 is not an integer from 0 to 0o777"],
  ["mode-sticky", "mode 0o1777", { mode: 0o1777 }, "mode 1023 is not an integer from 0 to 0o777"],
  ["mode-text", 'mode "600"', { mode: "600" }, 'mode "600" is not an integer from 0 to 0o777'],
  ["unlinkStale-number", "unlinkStale 1", { unlinkStale: 1 }, `unlinkStale 1 ${A_BOOLEAN}`],
  ["ipv6Only", "ipv6Only", { ipv6Only: true }, "ipv6Only has an effect on an IPv6 address only"],
  ["reusePort", "reusePort", { reusePort: true }, "reusePort has an effect on TCP only"],
  ["reuseAddress", "reuseAddress", { reuseAddress: false }, "reuseAddress has an effect on TCP only"],
];

const ofTcpOnly: readonly Wrong[] = [
  ["noDelay", "noDelay", { noDelay: false }, "noDelay has an effect on TCP only"],
  ["keepAlive", "keepAlive", { keepAlive: true }, "keepAlive has an effect on TCP only"],
  ["trafficClass", "trafficClass", { trafficClass: 8 }, "trafficClass has an effect on TCP only"],
  ["receiveBuffer", "receiveBuffer", { receiveBuffer: 8192 }, "receiveBuffer has an effect on TCP only"],
  ["sendBuffer", "sendBuffer", { sendBuffer: 8192 }, "sendBuffer has an effect on TCP only"],
];

const ofConnectPath: readonly Wrong[] = [
  ["local", "local", { local: { port: 7 } }, "local has an effect on TCP only"],
  ["attemptDelay", "attemptDelay", { attemptDelay: 250 }, "attemptDelay has an effect on TCP only"],
];

const AN_INTERFACE = "is not the name of an interface, as `ip link` shows it";

const ofDatagrams: readonly Wrong[] = [
  ["broadcast-number", "broadcast 1", { broadcast: 1 }, `broadcast 1 ${A_BOOLEAN}`],
  ["multicastTtl-negative", "multicastTtl -1", { multicastTtl: -1 }, "multicastTtl -1 is not an integer from 0 to 255"],
  ["multicastTtl-256", "multicastTtl 256", { multicastTtl: 256 }, "multicastTtl 256 is not an integer from 0 to 255"],
  ["multicastTtl-text", 'multicastTtl "1"', { multicastTtl: "1" }, 'multicastTtl "1" is not an integer from 0 to 255'],
  ["multicastLoopback", "multicastLoopback 0", { multicastLoopback: 0 }, `multicastLoopback 0 ${A_BOOLEAN}`],
  [
    "interface-empty",
    "no name as multicastInterface",
    { multicastInterface: "" },
    `multicastInterface "" ${AN_INTERFACE}`,
  ],
  ["interface-space", "a space in it", { multicastInterface: "a b" }, `multicastInterface "a b" ${AN_INTERFACE}`],
  ["interface-slash", "a slash in it", { multicastInterface: "a/b" }, `multicastInterface "a/b" ${AN_INTERFACE}`],
  ["interface-long", "16 letters of it", { multicastInterface: "a".repeat(16) }, AN_INTERFACE],
  ["interface-index", "its number", { multicastInterface: 1 }, `multicastInterface 1 ${AN_INTERFACE}`],
];

const ofBind: readonly Wrong[] = [
  ["queue-0", "queue 0", { queue: 0 }, "queue 0 is not an integer from 1 to 1073741824"],
  ["queue-large", "queue 2 ** 31", { queue: 2 ** 31 }, "queue 2147483648 is not an integer from 1 to 1073741824"],
  ["queue-fraction", "queue 1.5", { queue: 1.5 }, "queue 1.5 is not an integer from 1 to 1073741824"],
  ["queue-text", 'queue "1024"', { queue: "1024" }, 'queue "1024" is not an integer from 1 to 1073741824'],
  ["ipv6Only-number", "ipv6Only 1", { ipv6Only: 1 }, `ipv6Only 1 ${A_BOOLEAN}`],
  ["ipv6Only-ipv4", "ipv6Only on IPv4", { ipv6Only: true }, "ipv6Only has an effect on an IPv6 address only"],
  ["reuseAddress-number", "reuseAddress 1", { reuseAddress: 1 }, `reuseAddress 1 ${A_BOOLEAN}`],
  ["reusePort-text", 'reusePort "yes"', { reusePort: "yes" }, `reusePort "yes" ${A_BOOLEAN}`],
  ["noDelay", "an option of connections", { noDelay: true }, "there is no option noDelay; known are broadcast"],
];

const shapes: readonly Wrong[] = [
  ["nothing", "nothing", undefined, NO_OPTIONS],
  ["null", "null", null, NO_OPTIONS],
  ["boolean", "true alone", true, NO_OPTIONS],
  ["array", "an array", [], NO_OPTIONS],
  ["unknown", "an unknown name", { nodelay: true }, "there is no option nodelay; known are"],
  ["of-all-objects", "a name that every object has", { valueOf: true }, "there is no option valueOf; known are"],
  ["timeout", "a wait", { timeout: 5 }, "there is no option timeout; known are"],
];

const ofAddress: readonly Wrong[] = [
  [
    "receiveBuffer",
    "what has to be known before",
    { receiveBuffer: 8192 },
    "there is no option receiveBuffer; known are",
  ],
];
const ofBinding: readonly Wrong[] = [
  ["queue", "what has to be known before", { queue: 1 }, "there is no option queue"],
];

export const refusedOptions: readonly Refusal[] = [
  ...each([connect, listen, set], ofConnections),
  ...each([connect, listen], buffers),
  ...each([connect], ofConnect),
  ...each([{ ...connect, needs: "option:local" }], otherFamily),
  ...each([listen], ofListen),
  ...each([listenPath], ofListenPath),
  ...each([connectPath, listenPath], ofTcpOnly),
  ...each([connectPath], ofConnectPath),
  ...each([bind, setDatagrams], ofDatagrams),
  ...each([bind], ofBind),
  ...each([set, setDatagrams], shapes),
  ...each([set], ofAddress),
  ...each([setDatagrams], ofBinding),
];
