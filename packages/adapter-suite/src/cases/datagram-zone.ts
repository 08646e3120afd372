import type { SocketError } from "@anysock/core";
import type { DatagramCase } from "../api-case.ts";
import type { DatagramSetting } from "../datagram-setting.ts";
import { expect } from "../expect.ts";
import { socketError } from "../socket-error.ts";

interface Asking {
  readonly name: string;
  /** What says so, in words. */
  readonly who: string;
  /** Operations that may say so. */
  readonly by: (setting: DatagramSetting) => readonly string[];
  ask(setting: DatagramSetting, host: string): Promise<unknown>;
}

const askings: readonly Asking[] = [
  {
    name: "send",
    who: "send()",
    by: () => ["send"],
    ask: async (setting, host) => (await setting.bind({}, 0, "::")).send(new Uint8Array(1), { host, port: 7 }),
  },
  { name: "bind", who: "bind()", by: () => ["bind"], ask: (setting, host) => setting.bind({}, 0, host) },
  {
    name: "remote",
    who: "bind() with it as the remote, or where the runtime does not connect(2), the first send,",
    by: (setting) => (setting.supports("udp:refused") ? ["bind"] : ["bind", "send"]),
    ask: async (setting, host) => (await setting.bind({ remote: { host, port: 7 } }, 0, "::")).send(new Uint8Array(1)),
  },
];

/** Zones of datagrams, to one peer and to a group; those of connections are in `address`. */
export const datagramZoneCases: readonly DatagramCase[] = askings.map(
  ({ name, who, by, ask }): DatagramCase => ({
    id: `api/address/no-such-zone/${name}`,
    title: `A zone that is no interface is EINVAL, and ${who} says so`,
    verifies: ["DGRAM-31"],
    convicts: "a zone that does not exist is dropped, and a datagram goes by whatever link the system chooses",
    over: "datagrams",
    transports: ["udp6"],
    async play(setting) {
      for (const host of ["fe80::1%nosuch", "ff02::1%nosuch"]) {
        const error = await ask(setting, host).catch((reason: unknown) => reason);
        const message = expect.stringContaining("nosuch is no interface");
        expect(error).toMatchObject({ ...socketError("EINVAL"), message });
        expect(by(setting)).toContain((error as SocketError).operation);
      }
    },
  }),
);
