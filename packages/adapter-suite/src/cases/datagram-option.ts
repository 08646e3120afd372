import {
  type BindOptions,
  type Capability,
  type DatagramOptionId,
  type DatagramOptions,
  type DatagramSocket,
  type MembershipOptions,
  optionTable,
} from "@anysock/core";
import type { DatagramCase } from "../api-case.ts";
import type { PeerBinding } from "../datagram-peer.ts";
import type { DatagramSetting } from "../datagram-setting.ts";
import { expect } from "../expect.ts";
import { socketError } from "../socket-error.ts";

interface DatagramOption {
  /** How it is asked for, in the calls that take it. */
  readonly asked: (setting: DatagramSetting) => BindOptions & DatagramOptions & MembershipOptions;
  /** What it is held to, and the case that shows its effect. */
  readonly requirement: string;
  readonly effect: string;
}

/** Of every option of datagram sockets, what shows that it has its effect. */
export const datagramOptions: Readonly<Record<DatagramOptionId, DatagramOption>> = {
  "udp:remote": {
    asked: ({ host }) => ({ remote: { host, port: 9 } }),
    requirement: "DGRAM-9",
    effect: "api/datagram/connected",
  },
  "udp:queue": { asked: () => ({ queue: 4096 }), requirement: "DGRAM-11", effect: "api/datagram/queue" },
  "udp:ipv6Only": { asked: () => ({ ipv6Only: true }), requirement: "DGRAM-21", effect: "api/dual-stack/ipv6-only" },
  "udp:reuseAddress": {
    asked: () => ({ reuseAddress: true }),
    requirement: "DGRAM-29",
    effect: "api/datagram-option/reuseAddress/effect",
  },
  "udp:reusePort": {
    asked: () => ({ reusePort: true }),
    requirement: "DGRAM-30",
    effect: "api/datagram-option/reusePort/effect",
  },
  "udp:broadcast": { asked: () => ({ broadcast: false }), requirement: "DGRAM-27", effect: "api/groups/broadcast" },
  "udp:multicastTtl": { asked: () => ({ multicastTtl: 2 }), requirement: "DGRAM-23", effect: "api/groups/ttl" },
  "udp:multicastLoopback": {
    asked: () => ({ multicastLoopback: false }),
    requirement: "DGRAM-24",
    effect: "api/groups/loopback",
  },
  "udp:multicastInterface": {
    asked: () => ({ multicastInterface: "lo" }),
    requirement: "DGRAM-25",
    effect: "api/groups/leaves",
  },
  "udp:interface": { asked: () => ({ interface: "lo" }), requirement: "DGRAM-25", effect: "api/groups/interface" },
  "udp:source": { asked: ({ foreign }) => ({ source: foreign }), requirement: "DGRAM-26", effect: "api/groups/source" },
};

const ask: Readonly<
  Record<"bind" | "join" | "set", (setting: DatagramSetting, option: DatagramOptionId) => Promise<unknown>>
> = {
  bind: (setting, option) => bound(setting, datagramOptions[option].asked(setting)),
  async join(setting, option) {
    const group = setting.family === "ipv4" ? "232.1.2.3" : "ff35::1234";
    await (await bound(setting)).join(group, datagramOptions[option].asked(setting));
  },
  async set(setting, option) {
    await (await bound(setting)).set(datagramOptions[option].asked(setting));
  },
};

function bound(setting: DatagramSetting, options: BindOptions = {}): Promise<DatagramSocket> {
  return setting.bind(options, 0, setting.family === "ipv4" ? "0.0.0.0" : "::");
}

/** An option that a runtime lacks is refused, and says so (design, invariant 14). */
const refusedCases = (Object.keys(datagramOptions) as DatagramOptionId[]).flatMap((option): DatagramCase[] => {
  const { calls, capability } = optionTable[option];
  // Without any datagrams there is nothing to ask: api/datagram is not played, and says why.
  if (capability === null || capability === "udp") return [];
  const name = option.slice("udp:".length);
  return [
    {
      id: `api/datagram-option/${name}/refused`,
      title: `Where ${name} cannot have its effect it is ENOTSUP, which says what the runtime has not got, and what would help`,
      verifies: ["LISTEN-13"],
      convicts: `${name} is ignored where the runtime has nothing for it, or refused without a word on why`,
      over: "datagrams",
      transports: name === "ipv6Only" ? ["udp6"] : ["udp4", "udp6"],
      lacks: capability,
      async play(setting) {
        for (const call of calls) {
          const refused = await ask[call](setting, option).catch((error: unknown) => error);
          expect(refused).toMatchObject({ ...socketError("ENOTSUP"), operation: call });
          const { name: runtime, version } = setting.adapter.runtime;
          const remedy = setting.adapter.driver.remedies?.[capability] ?? "";
          for (const word of [capability, runtime, version, remedy])
            expect((refused as Error).message).toEqual(expect.stringContaining(word));
        }
      },
    },
  ];
});

interface Sharing {
  readonly name: "reuseAddress" | "reusePort";
  readonly what: string;
  readonly capability: Capability;
  readonly requirement: string;
  /** How a raw socket asks for the same. */
  readonly peer: PeerBinding;
}

const sharings: readonly Sharing[] = [
  {
    name: "reuseAddress",
    what: "SO_REUSEADDR",
    capability: "udp:reuseAddress",
    requirement: "DGRAM-29",
    peer: { reuse: true },
  },
  {
    name: "reusePort",
    what: "SO_REUSEPORT",
    capability: "udp:reusePort",
    requirement: "DGRAM-30",
    peer: { share: true },
  },
];

/** The kernel lets two sockets share an address where both have asked for the one, or both for the other (udp(7)). */
const sharingCases = sharings.map(
  ({ name, what, capability, requirement, peer }): DatagramCase => ({
    id: `api/datagram-option/${name}/effect`,
    title: `${name} is ${what}: sockets that ask for it share an address, of this process and of another, and no others`,
    verifies: [requirement],
    convicts: `${name} is ignored in silence, or is the other of SO_REUSEADDR and SO_REUSEPORT, or is always on`,
    over: "datagrams",
    capabilities: [capability],
    async play(setting) {
      const asked = { [name]: true };
      const port = setting.portOf(await setting.bind(asked));
      const shared = async (socket: Promise<unknown>): Promise<string> => await socket.then(() => "shared", codeOf);
      const both = [setting.bind(asked, port), setting.peerSocket(port, setting.host, peer)];
      expect(await Promise.all(both.map(shared))).toEqual(["shared", "shared"]);
      expect(await shared(setting.bind({}, port))).toBe("EADDRINUSE");
      const alone = setting.portOf(await setting.bind());
      expect(await shared(setting.peerSocket(alone, setting.host, peer))).toBe("EADDRINUSE");
    },
  }),
);

/** Of an anysock error its code, and what a raw socket's says. */
function codeOf(error: { readonly code?: string; readonly message: string }): string {
  return error.code ?? error.message;
}

/** Each is refused where it is not declared; the effects of the others are scenes of `groups` and `dual-stack`. */
export const datagramOptionCases: readonly DatagramCase[] = [...refusedCases, ...sharingCases];
