import {
  type Connection,
  type ConnectionOptions,
  type ConnectOptions,
  type Endpoint,
  type ListenOptions,
  optionTable,
  type StreamOptionId,
} from "@anysock/core";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import type { Setting } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { connectionEffects } from "./option/connection.ts";
import { inheritedEffects } from "./option/inherited.ts";
import { listenerEffects } from "./option/listener.ts";
import type { Effects } from "./option/looked-at.ts";
import { intrusion, pathEffects } from "./option/path.ts";

/** Of every option of streams, what shows that it has its effect. */
const effects: Effects<StreamOptionId> = {
  ...connectionEffects,
  ...listenerEffects,
  ...pathEffects,
  ...inheritedEffects,
};

/** How each is asked for, in the calls that take it. */
const asked: Readonly<Record<StreamOptionId, ConnectOptions & ListenOptions>> = {
  noDelay: { noDelay: false },
  keepAlive: { keepAlive: true },
  keepAliveIdle: { keepAlive: 9000 },
  trafficClass: { trafficClass: 0x28 },
  receiveBuffer: { receiveBuffer: 50_000 },
  sendBuffer: { sendBuffer: 50_000 },
  local: { local: { port: 0 } },
  backlog: { backlog: 7 },
  pending: { pending: 1 },
  ipv6Only: { ipv6Only: true },
  reusePort: { reusePort: true },
  reuseAddress: { reuseAddress: false },
  mode: { mode: 0o600 },
  unlinkStale: { unlinkStale: true },
  // In the place of an address.
  fd: {},
};

const options = Object.keys(effects) as StreamOptionId[];

const effectCases = options.map((option): StreamCase => {
  const { requirement, title, convicts, transports, needs, play } = effects[option];
  const { capability } = optionTable[option];
  return {
    id: `api/option/${option}/effect`,
    title,
    verifies: [requirement],
    convicts,
    over: "streams",
    transports,
    capabilities: capability === null ? [] : [capability],
    needs,
    play,
  };
});

const refusedCases = options.flatMap((option): StreamCase[] => {
  const { capability, calls } = optionTable[option];
  if (capability === null) return [];
  return [
    {
      id: `api/option/${option}/refused`,
      title: `${option} is ENOTSUP, which says what the runtime has not got, and what would help`,
      verifies: ["LISTEN-13"],
      convicts: `${option} is ignored where the runtime has nothing for it, or refused without a word on why`,
      over: "streams",
      transports: effects[option].transports,
      lacks: capability,
      async play(setting) {
        for (const call of calls) {
          const refused = await ask[call](setting, option).catch((error: unknown) => error);
          expect(refused).toMatchObject({ ...socketError("ENOTSUP"), operation: call });
          const { name, version } = setting.adapter.runtime;
          const remedy = setting.adapter.driver.remedies?.[capability] ?? "";
          for (const word of [capability, name, version, remedy])
            expect((refused as Error).message).toEqual(expect.stringContaining(word));
        }
      },
    },
  ];
});

const ask: Readonly<Record<"connect" | "listen" | "set", (setting: Setting, option: StreamOptionId) => Promise<void>>> =
  {
    async connect(setting, option) {
      const listener = await setting.peer.listen(setting.place());
      try {
        setting.keep(await setting.adapter.connect(listener.address, asked[option]));
      } finally {
        await listener.stop();
      }
    },
    async listen(setting, option) {
      await setting.listen(asked[option], placeOf(setting, option));
    },
    async set(setting, option) {
      const { connection } = await setting.connected();
      set(connection, asked[option]);
    },
  };

function set(connection: Connection, wanted: ConnectionOptions): void {
  connection.set(wanted);
}

/** Where the option has an effect. */
function placeOf(setting: Setting, option: StreamOptionId): Endpoint | { readonly fd: number } {
  if (option === "fd") return { fd: 0 };
  return option === "ipv6Only" ? { host: "::", port: 0 } : setting.place();
}

/** For every option there is: its effect, as the kernel or a raw peer has it, or ENOTSUP that says why. None is ignored. */
export const optionCases: readonly StreamCase[] = [...effectCases, ...refusedCases, intrusion];
