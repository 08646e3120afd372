import type { KernelOptions } from "../../effects-observer.ts";
import { expect } from "../../expect.ts";
import type { Setting } from "../../setting.ts";
import { connected, type Effects, listening, optionsOf } from "./looked-at.ts";

/** What all of them have in common. */
const rule = { transports: ["tcp4", "tcp6"], needs: ["kernel-view"] } as const;

type OfConnections =
  | "noDelay"
  | "keepAlive"
  | "keepAliveIdle"
  | "trafficClass"
  | "receiveBuffer"
  | "sendBuffer"
  | "local";

/** Options of a connection, made or accepted. */
export const connectionEffects: Effects<OfConnections> = {
  noDelay: {
    ...rule,
    requirement: "OPTION-1",
    title: "noDelay false is TCP_NODELAY off, on connections made and accepted",
    convicts: "noDelay is ignored by connect or by listen",
    async play(setting) {
      expect((await connected(setting, { noDelay: false })).options.noDelay).toBe(false);
      expect((await listening(setting, { noDelay: false })).accepted.noDelay).toBe(false);
    },
  },
  keepAlive: {
    ...rule,
    requirement: "OPTION-2",
    title: "keepAlive is SO_KEEPALIVE, on connections made and accepted",
    convicts: "keepAlive is ignored by connect or by listen",
    async play(setting) {
      expect((await connected(setting, { keepAlive: true })).options.keepAlive).toBe(true);
      expect((await listening(setting, { keepAlive: true })).accepted.keepAlive).toBe(true);
    },
  },
  keepAliveIdle: {
    ...rule,
    requirement: "OPTION-3",
    title: "keepAlive in milliseconds is SO_KEEPALIVE and TCP_KEEPIDLE, on connections made and accepted",
    convicts: "the idle time is ignored, and the system's is used",
    async play(setting) {
      const asked = { keepAlive: 9000 };
      expect((await connected(setting, asked)).options).toMatchObject({ keepAlive: true, idle: 9 });
      const { accepted } = await listening(setting, asked);
      expect(accepted).toMatchObject({ keepAlive: true, idle: 9 });
    },
  },
  trafficClass: {
    ...rule,
    requirement: "OPTION-4",
    title: "trafficClass is IP_TOS or IPV6_TCLASS, on connections made and accepted, and can be changed",
    convicts: "trafficClass is ignored by connect, by listen or by set",
    async play(setting) {
      const { connection, options } = await connected(setting, { trafficClass: 0x28 });
      expect(classOf(setting, options)).toBe(0x28);
      connection.set({ trafficClass: 0x48 });
      expect(classOf(setting, await optionsOf(setting, connection))).toBe(0x48);
      const { accepted } = await listening(setting, { trafficClass: 0x20 });
      expect(classOf(setting, accepted)).toBe(0x20);
    },
  },
  receiveBuffer: {
    ...rule,
    requirement: "OPTION-5",
    title: "receiveBuffer is SO_RCVBUF of a connection that is made, of a listener and of what it accepts",
    convicts: "receiveBuffer is ignored, or set when the connection is there and its window has been told",
    async play(setting) {
      expect((await connected(setting, { receiveBuffer: 50_000 })).options.receiveBuffer).toBe(100_000);
      const { listener, accepted } = await listening(setting, { receiveBuffer: 30_000 });
      expect([listener.receiveBuffer, accepted.receiveBuffer]).toEqual([60_000, 60_000]);
    },
  },
  sendBuffer: {
    ...rule,
    requirement: "OPTION-6",
    title: "sendBuffer is SO_SNDBUF of a connection that is made, of a listener and of what it accepts",
    convicts: "sendBuffer is ignored by connect or by listen",
    async play(setting) {
      expect((await connected(setting, { sendBuffer: 50_000 })).options.sendBuffer).toBe(100_000);
      const { listener, accepted } = await listening(setting, { sendBuffer: 30_000 });
      expect([listener.sendBuffer, accepted.sendBuffer]).toEqual([60_000, 60_000]);
    },
  },
  local: {
    ...rule,
    requirement: "OPTION-7",
    title: "local is where the peer sees the connection come from: its host, its port, or both",
    convicts: "local is ignored, or only one half of it is taken",
    async play(setting) {
      const { observer } = setting;
      const here = setting.transport === "tcp4" ? "127.0.0.1" : "::1";
      const host = setting.transport === "tcp4" ? "127.0.0.9" : "::1";
      for (const local of [{ host }, { port: 0 }, { host, port: await freePort(setting, host) }]) {
        const port = await observer.listen(here);
        const connection = setting.keep(await setting.adapter.connect({ host: here, port }, { local }));
        const from = await observer.accept(port);
        expect(connection.local).toMatchObject({ host: from[0], port: from[1] });
        if ("host" in local) expect(from[0]).toBe(local.host);
        if (local.port !== undefined && local.port !== 0) expect(from[1]).toBe(local.port);
      }
    },
  },
};

/** The class of the packets that a socket sends. */
function classOf({ transport }: Setting, { ipv4Class, ipv6Class }: KernelOptions): number | undefined {
  return transport === "tcp4" ? ipv4Class : ipv6Class;
}

async function freePort(setting: Setting, host: string): Promise<number> {
  const listener = await setting.listen({}, { host, port: 0 });
  const { address } = listener;
  await listener.close();
  return address.family === "unix" ? 0 : address.port;
}
