import type { BindOptions, Capability, MembershipOptions } from "@anysock/core";
import type { DatagramCase } from "../api-case.ts";
import type { PeerBinding } from "../datagram-peer.ts";
import { expect } from "../expect.ts";

/** How each option is asked for, and where. */
const askings: readonly (
  | { readonly capability: Capability; readonly name: string; readonly bind: BindOptions }
  | { readonly capability: Capability; readonly name: string; readonly join: MembershipOptions }
)[] = [
  { capability: "udp:broadcast", name: "broadcast", bind: { broadcast: false } },
  { capability: "udp:ipv6Only", name: "ipv6Only", bind: { ipv6Only: true } },
  { capability: "udp:reuseAddress", name: "reuseAddress", bind: { reuseAddress: true } },
  { capability: "udp:reusePort", name: "reusePort", bind: { reusePort: true } },
  { capability: "udp:multicast-ttl", name: "multicastTtl", bind: { multicastTtl: 2 } },
  { capability: "udp:multicast-loopback", name: "multicastLoopback", bind: { multicastLoopback: false } },
  { capability: "udp:multicast-interface", name: "multicastInterface", bind: { multicastInterface: "lo" } },
  { capability: "udp:multicast-interface", name: "interface", join: { interface: "lo" } },
  { capability: "udp:multicast-source", name: "source", join: {} },
];

/** An option that a runtime lacks is refused, and says so (design, invariant 14). */
const refusedCases = askings.map(
  (asking): DatagramCase => ({
    id: `api/datagram-option/${asking.name}/refused`,
    title: `Where ${asking.name} cannot have its effect it is ENOTSUP, which names the capability, the runtime and its version`,
    verifies: ["LISTEN-13"],
    convicts: `${asking.name} is ignored in silence`,
    over: "datagrams",
    transports: asking.name === "ipv6Only" ? ["udp6"] : ["udp4", "udp6"],
    lacks: asking.capability,
    async play(setting) {
      const host = setting.family === "ipv4" ? "0.0.0.0" : "::";
      const refused = async (): Promise<unknown> => {
        if ("bind" in asking) return await setting.bind(asking.bind, 0, host);
        const socket = await setting.bind({}, 0, host);
        const group = setting.family === "ipv4" ? "232.1.2.3" : "ff35::1234";
        const source = asking.name === "source" ? { source: setting.foreign } : {};
        return await socket.join(group, { ...asking.join, ...source });
      };
      const error = await refused().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "ENOTSUP", message: expect.stringContaining(asking.capability) });
      expect((error as Error).message).toEqual(expect.stringContaining(setting.adapter.runtime.version));
    },
  }),
);

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
