import type { DatagramSocket } from "@anysock/core";
import { each, type Refusal, rejecting, type Taker, type Wrong } from "./refusal.ts";
import { given, TO } from "./takers.ts";

/** Calls with all of their arguments in an array. */
const joining: readonly Taker[] = (["join", "leave"] as const).map((name) => ({
  id: name,
  call: `${name}() of`,
  operation: name,
  needs: "udp",
  give: async ({ datagrams }, values) => {
    const on = await datagrams();
    return rejecting(() => Reflect.apply<DatagramSocket, unknown[], Promise<void>>(given(on[name]), on, given(values)));
  },
}));

const joiningIpv6: readonly Taker[] = joining.map((taker) => ({
  ...taker,
  id: `${taker.id}-ipv6`,
  call: `over IPv6 ${taker.call}`,
  over: "udp6",
}));

const GROUP = "239.1.2.3";
const A_GROUP = "is not a multicast address of ipv4";
const AN_INTERFACE = "is not the name of an interface, as `ip link` shows it";
const OPTIONS = "is not { interface, source }";

const groups: readonly Wrong[] = [
  ["nothing", "nothing", [], `group undefined ${A_GROUP}`],
  ["null", "null", [null], `group null ${A_GROUP}`],
  ["number", "a number", [239], `group 239 ${A_GROUP}`],
  ["endpoint", "an endpoint", [{ host: GROUP, port: 7 }], `group an object ${A_GROUP}`],
  ["empty", "an empty text", [""], `group "" ${A_GROUP}`],
  ["name", "a name", ["all-systems.mcast.net"], A_GROUP],
  ["unicast", "an address of one", ["127.0.0.1"], `group "127.0.0.1" ${A_GROUP}`],
  ["below", "what lies below all groups", ["223.255.255.255"], A_GROUP],
  ["above", "what lies above all groups", ["240.0.0.0"], A_GROUP],
  ["other-family", "a group of IPv6", ["ff02::1"], `group "ff02::1" ${A_GROUP}`],
  ["options-null", "null as options", [GROUP, null], `null ${OPTIONS}`],
  ["options-text", "an interface alone as options", [GROUP, "lo"], `"lo" ${OPTIONS}`],
  ["options-array", "an array as options", [GROUP, []], `an array ${OPTIONS}`],
  ["options-unknown", "an unknown option", [GROUP, { ttl: 1 }], "there is no option ttl; known are interface, source"],
  ["options-wait", "a wait", [GROUP, { timeout: 5 }], "there is no option timeout; known are interface, source"],
  ["options-signal", "a bare AbortSignal", [GROUP, new AbortController().signal], "known are interface, source"],
  ["interface-empty", "an empty interface", [GROUP, { interface: "" }], `interface "" ${AN_INTERFACE}`],
  ["interface-number", "the number of an interface", [GROUP, { interface: 1 }], `interface 1 ${AN_INTERFACE}`],
  ["interface-address", "the address of IPv6 of one", [GROUP, { interface: "::1" }], `interface "::1" ${AN_INTERFACE}`],
  ["interface-dots", "two dots", [GROUP, { interface: ".." }], `interface ".." ${AN_INTERFACE}`],
  ["source-name", "a name as the source", [GROUP, { source: "localhost" }], "is not an address of ipv4"],
  ["source-null", "null as the source", [GROUP, { source: null }], "source null is not an address of ipv4"],
  ["source-family", "a source of IPv6", [GROUP, { source: "::1" }], 'source "::1" is not an address of ipv4'],
  [
    "source-group",
    "a group as the source",
    [GROUP, { source: "239.9.9.9" }],
    "is a group, and not the address of one sender",
  ],
  ["source-any", "all zeros as the source", [GROUP, { source: "0.0.0.0" }], "is not the address of one sender"],
  ["source-all", "all ones as the source", [GROUP, { source: "255.255.255.255" }], "is not the address of one sender"],
];

const GROUP_6 = "ff32::1234";
const A_GROUP_6 = "is not a multicast address of ipv6";

const groupsOfIpv6: readonly Wrong[] = [
  ["unicast", "an address of one", ["::1"], `group "::1" ${A_GROUP_6}`],
  ["below", "what lies below all groups", ["feff::1"], A_GROUP_6],
  ["other-family", "a group of IPv4", [GROUP], `group "${GROUP}" ${A_GROUP_6}`],
  ["mapped", "a mapped group of IPv4", [`::ffff:${GROUP}`], `group "::ffff:${GROUP}" ${A_GROUP_6}`],
  ["zone", "a group with a zone", [`${GROUP_6}%lo`], "has a zone: name the interface as an option instead"],
  ["source-family", "a source of IPv4", [GROUP_6, { source: "127.0.0.1" }], "is not an address of ipv6"],
  ["source-group", "a group as the source", [GROUP_6, { source: "ff02::1" }], "is a group, and not the address"],
  ["source-any", "all zeros as the source", [GROUP_6, { source: "0::0" }], "is not the address of one sender"],
  [
    "source-no-zone",
    "a source without its zone",
    [GROUP_6, { source: "fe80::1" }],
    "a link-local address needs its zone",
  ],
  [
    "source-zone-number",
    "a source whose zone is a number",
    [GROUP_6, { source: "fe80::1%1" }],
    "its zone must be the name of an interface",
  ],
  [
    "source-zone-beyond",
    "a source with a zone that has none",
    [GROUP_6, { source: "2001:db8::1%lo" }],
    "only a link-local address has a zone",
  ],
];

const place: readonly Taker[] = [
  {
    id: "send-nowhere",
    call: "send() to",
    operation: "send",
    needs: "udp",
    give: async ({ datagrams }, to) => {
      const on = await datagrams();
      return rejecting(() => on.send(new Uint8Array(1), given(to)));
    },
  },
];

const connected: readonly Taker[] = [
  {
    id: "send-connected-to",
    call: "send() of a connected socket to",
    operation: "send",
    needs: "udp",
    give: async ({ connectedDatagrams }, to) => {
      const on = await connectedDatagrams();
      return rejecting(() => on.send(new Uint8Array(1), given(to)));
    },
  },
];

const nowhere: readonly Wrong[] = [
  ["undefined", "nowhere", undefined, "say where to send, as in send(data, { host, port })"],
];
const elsewhere: readonly Wrong[] = [
  ["elsewhere", "somebody", TO, "this socket is connected: leave out where to send"],
  ["null", "null", null, "this socket is connected: leave out where to send"],
];

export const refusedDestinations: readonly Refusal[] = [
  ...each(joining, groups),
  ...each(joiningIpv6, groupsOfIpv6),
  ...each(place, nowhere),
  ...each(connected, elsewhere),
];
