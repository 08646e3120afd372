import type { BindOptions, Capability, MembershipOptions } from "@anysock/core";
import type { DatagramCase } from "../api-case.ts";
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
export const datagramOptionCases: readonly DatagramCase[] = askings.map(
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
      expect((error as Error).message).toContain(setting.adapter.runtime.version);
    },
  }),
);
