import { fileURLToPath } from "node:url";
import type { Capability } from "@anysock/core";
import type { DatagramCase } from "../api-case.ts";
import type { DatagramSetting } from "../datagram-setting.ts";
import { expect } from "../expect.ts";

const network = fileURLToPath(new URL("../../peers/network.sh", import.meta.url));

/** What a scene of `groups-program` comes to, in a network of its own. */
async function sceneOf(setting: DatagramSetting, scene: string): Promise<unknown> {
  const command = ["unshare", "-rn", "sh", network, ...setting.command("groups-program", scene, setting.family)];
  return JSON.parse(await setting.start(command).line());
}

interface Scene {
  readonly name: string;
  readonly title: string;
  readonly verifies: DatagramCase["verifies"];
  readonly convicts: string;
  readonly capabilities: readonly Capability[];
  readonly transports?: DatagramCase["transports"];
  readonly expected: unknown;
}

const scenes: readonly Scene[] = [
  {
    name: "membership",
    title: "A group is heard from join() to leave(); joining twice is EADDRINUSE, leaving twice EADDRNOTAVAIL",
    verifies: ["DGRAM-22"],
    convicts: "join() or leave() does nothing, or says nothing where it cannot",
    capabilities: ["udp:multicast"],
    expected: { before: [], again: "EADDRINUSE", joined: ["joined"], left: "EADDRNOTAVAIL", after: [] },
  },
  {
    name: "interface",
    title: "A group that is joined on an interface is heard there alone; one that is not there is EINVAL",
    verifies: ["DGRAM-25"],
    convicts: "the interface of join() is ignored",
    capabilities: ["udp:multicast-interface"],
    expected: { joined: ["two"], left: [], nowhere: "EINVAL" },
  },
  {
    name: "leaves",
    title: "Datagrams to a group leave by multicastInterface; one that is not there is EINVAL",
    verifies: ["DGRAM-25"],
    convicts: "multicastInterface is ignored",
    capabilities: ["udp:multicast-interface"],
    expected: { by: ["two", "one", "two"], nowhere: "EINVAL" },
  },
  {
    name: "leaves-from",
    title: "Datagrams to a group that leave by multicastInterface come from the address of that interface",
    verifies: ["DGRAM-25"],
    convicts:
      "they come from another interface's address, where that of the one by which they leave is not good beyond this machine",
    capabilities: ["udp:multicast-interface"],
    transports: ["udp4"],
    expected: ["10.0.2.1", "127.0.0.1"],
  },
  {
    name: "source",
    title: "A group that is joined with a source is heard from that source alone",
    verifies: ["DGRAM-26"],
    convicts: "the source of join() is ignored",
    capabilities: ["udp:multicast-source"],
    expected: { joined: ["the source's"], left: [] },
  },
  {
    name: "one-filter",
    title: "A group that is joined for all sources takes none besides, and the other way round: both are EADDRINUSE",
    verifies: ["DGRAM-22"],
    convicts: "joining with a source ends, in silence, the membership that takes datagrams from anybody",
    capabilities: ["udp:multicast-source"],
    expected: { narrowed: "EADDRINUSE", joined: ["the other's", "the source's"], widened: "EADDRINUSE" },
  },
  {
    name: "named-or-chosen",
    title: "A group is joined on interfaces that are named, or on the system's choice: the other besides is EADDRINUSE",
    verifies: ["DGRAM-34"],
    convicts: "a second membership ends the first in silence, or depends on the family and on the order",
    capabilities: ["udp:multicast-interface", "udp:multicast-source"],
    expected: {
      besides: ["EADDRINUSE", "EADDRINUSE", "EADDRINUSE"],
      joined: ["the other's"],
      twice: "EADDRINUSE",
      left: "EADDRNOTAVAIL",
      both: ["one", "two"],
    },
  },
  {
    name: "refused",
    title: "set() that is refused for one of its options has set none of the others",
    verifies: ["DGRAM-33"],
    convicts: "what comes before the option that the system refuses stays set",
    capabilities: ["udp:multicast-interface", "udp:multicast-ttl", "udp:multicast-loopback"],
    expected: {
      code: "EINVAL",
      heard: [
        ["as before", 1],
        ["set", 77],
      ],
    },
  },
  {
    name: "ttl",
    title: "Datagrams to a group have the time to live that was set, 0 to 255, and 1 before that",
    verifies: ["DGRAM-23"],
    convicts: "multicastTtl is ignored, or cut",
    capabilities: ["udp:multicast-ttl"],
    expected: [1, 0, 1, 77, 255],
  },
  {
    name: "loopback",
    title: "Members on this machine hear what is sent to a group, unless multicastLoopback is false",
    verifies: ["DGRAM-24"],
    convicts: "multicastLoopback is ignored",
    capabilities: ["udp:multicast-loopback"],
    expected: ["by default", "looped"],
  },
  {
    name: "broadcast",
    title: "Sending and connecting to a broadcast address is EACCES unless broadcast is set",
    verifies: ["DGRAM-27"],
    convicts: "broadcast is always on, or its default is",
    capabilities: ["udp:broadcast"],
    transports: ["udp4"],
    expected: { codes: ["EACCES", "nothing", "EACCES", "EACCES"], heard: ["set", "connected"] },
  },
];

/** Groups (RFC 1112, RFC 3376, RFC 4607) and broadcast. */
export const groupCases: readonly DatagramCase[] = scenes.map(
  ({ name, title, verifies, convicts, capabilities, transports, expected }): DatagramCase => ({
    id: `api/groups/${name}`,
    title,
    verifies,
    convicts,
    over: "datagrams",
    ...(transports === undefined ? {} : { transports }),
    capabilities,
    needs: ["python", "network"],
    async play(setting) {
      expect(await sceneOf(setting, name)).toEqual(expected);
    },
  }),
);
