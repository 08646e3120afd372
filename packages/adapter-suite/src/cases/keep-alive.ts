import type { Capability, Connection, ConnectionOptions } from "@anysock/core";
import type { StreamCase } from "../api-case.ts";
import type { KernelOptions } from "../effects-observer.ts";
import { expect } from "../expect.ts";
import { peerAddress, type Setting } from "../setting.ts";

type How = "connected" | "accepted";

const GATHERS: readonly Capability[] = ["option:noDelay"];
const KEEP_ALIVE: readonly Capability[] = ["option:keepAlive"];
const BOTH: readonly Capability[] = [...GATHERS, ...KEEP_ALIVE];
const IDLE: readonly Capability[] = ["option:keepAlive", "option:keepAliveIdle"];

/** A connection that is there by one of two ways. */
type Make = (options?: ConnectionOptions) => Promise<Connection>;

interface Sequence {
  readonly name: string;
  readonly title: string;
  readonly verifies: readonly [string, ...string[]];
  readonly convicts: string;
  readonly capabilities: readonly Capability[];
  readonly play: (setting: Setting, make: Make) => Promise<void>;
}

function madeWith(
  name: string,
  capabilities: readonly Capability[],
  options: ConnectionOptions,
  expected: Partial<KernelOptions>,
): Sequence {
  return {
    name,
    title: `a connection is made with ${JSON.stringify(options)}, and nothing else changes`,
    verifies: ["LISTEN-13"],
    convicts: "an option is ignored when the connection is made, or brings others with it",
    capabilities,
    play: async (setting, make) => expectOptions(setting, await make(options), expected),
  };
}

const sequences: readonly Sequence[] = [
  {
    name: "unasked",
    title: "a connection sends at once and does not probe, where nothing is said",
    verifies: ["LISTEN-13"],
    convicts: "TCP_NODELAY is the runtime's own default, and not the same everywhere",
    capabilities: [],
    play: async (setting, make) => expectOptions(setting, await make(), {}),
  },
  madeWith("no-delay", GATHERS, { noDelay: false }, { noDelay: false }),
  madeWith("probing", KEEP_ALIVE, { keepAlive: true }, { keepAlive: true }),
  madeWith("both", BOTH, { noDelay: false, keepAlive: true }, { noDelay: false, keepAlive: true }),
  madeWith("idle", IDLE, { keepAlive: 9000 }, { keepAlive: true, idle: 9 }),
  {
    name: "set-back",
    title: "a connection's options are set, and set back",
    verifies: ["OPTION-1", "OPTION-2"],
    convicts: "what was set once stays, because false is taken for nothing said",
    capabilities: BOTH,
    async play(setting, make) {
      const connection = await make();
      connection.set({ noDelay: false, keepAlive: true });
      await expectOptions(setting, connection, { noDelay: false, keepAlive: true });
      connection.set({ keepAlive: false });
      await expectOptions(setting, connection, { noDelay: false });
      connection.set({ noDelay: true });
      await expectOptions(setting, connection, {});
    },
  },
  {
    name: "system-idle",
    title: "a connection has the system's idle time again where keepAlive is set to true",
    verifies: ["OPTION-2", "OPTION-3"],
    convicts: "an idle time stays where keepAlive is set again without one, as in Node.js and Bun",
    capabilities: IDLE,
    async play(setting, make) {
      for (const connection of [await make(), await make({ keepAlive: 9000 })]) {
        connection.set({ keepAlive: 7000 });
        await expectOptions(setting, connection, { keepAlive: true, idle: 7 });
        connection.set({ keepAlive: true });
        await expectOptions(setting, connection, { keepAlive: true });
        connection.set({ keepAlive: 7000 });
        connection.set({ keepAlive: false });
        connection.set({ keepAlive: true });
        await expectOptions(setting, connection, { keepAlive: true });
      }
    },
  },
  {
    name: "after-fin",
    title: "a connection's options are set after its own FIN as well",
    verifies: ["OPTION-1", "OPTION-2"],
    convicts: "set() is ignored after closeWrite(), as by Bun's setNoDelay and setKeepAlive",
    capabilities: BOTH,
    async play(setting, make) {
      const connection = await make();
      await connection.closeWrite();
      connection.set({ noDelay: false, keepAlive: true });
      await expectOptions(setting, connection, { noDelay: false, keepAlive: true });
    },
  },
];

/** Options of TCP connections, each as the kernel has it: a runtime that ignores one says nothing. */
export const keepAliveCases: readonly StreamCase[] = sequences.flatMap(({ name, play, ...rest }) =>
  (["connected", "accepted"] as const).map((how) => ({
    ...rest,
    id: `api/keep-alive/${name}/${how}`,
    over: "streams",
    transports: ["tcp4", "tcp6"],
    needs: ["kernel-view"],
    play: (setting) => play(setting, (options) => made(setting, how, options)),
  })),
);

async function made(setting: Setting, how: How, options: ConnectionOptions = {}): Promise<Connection> {
  if (how === "accepted") {
    const listener = await setting.listen(options);
    const [connection] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
    return setting.keep(connection);
  }
  const listener = await setting.peer.listen(setting.place());
  const [connection] = await Promise.all([setting.adapter.connect(listener.address, options), listener.accept()]);
  await listener.stop();
  return setting.keep(connection);
}

/** All that the kernel has of these, by what differs from the system's own. */
async function expectOptions(
  { observer }: Setting,
  { local, remote }: Connection,
  expected: Partial<KernelOptions>,
): Promise<void> {
  const told = await observer.optionsOf(local, remote);
  expect(timing(told)).toEqual({ ...timing(await observer.started), noDelay: true, ...expected });
}

function timing({ noDelay, keepAlive, idle, interval, probes }: KernelOptions): Partial<KernelOptions> {
  return { noDelay, keepAlive, idle, interval, probes };
}
