import { ActorError } from "@anysock/protocol-spec";
import type { AgentProcess } from "../agent/process.ts";
import type { DatagramSchedule, Party } from "./datagram-schedule.ts";
import type { Fault } from "./history.ts";
import type { Table } from "./play.ts";
import { askPromptly } from "./prompt.ts";

interface Bound {
  readonly socket: number;
  readonly local: string;
}

/** The sockets of one schedule, and an address that no socket has. `mark` is another one of our agent's. */
export type BoundSockets = Readonly<Record<Party | "mark", Bound>> & { readonly nobody: string };

const nothingElse = { connections: [], listeners: [] } as const;

/** How many ports are tried, where somebody has the first ones. */
const TRIES = 16;

/** Binds all sockets. A fault: the subject cannot, where the trusted peer can. */
export async function bindAll(
  schedule: DatagramSchedule,
  table: Table,
): Promise<BoundSockets | { readonly fault: Fault }> {
  const { ours, theirs } = table;
  const [first, second, third, gone] = [
    await bind(theirs, table),
    await bind(theirs, table),
    await bind(theirs, table),
    await bind(theirs, table),
  ];
  await askPromptly(theirs, "closeSocket", { socket: gone.socket }, table.patience);
  const { isConnected, queue } = schedule;
  try {
    const own = await bind(ours, table, {
      ...(isConnected ? { remote: first.local } : {}),
      ...(queue === null ? {} : { options: { queue } }),
    });
    return { ours: own, first, second, third, nobody: gone.local, mark: await bind(ours, table) };
  } catch (error) {
    if (!(error instanceof ActorError)) throw error;
    const expected = "a socket, as the trusted peer has them at such addresses";
    await releasePeer(table, [first, second, third, gone]);
    return { fault: { actual: `bind: ${error.message}`, expected } };
  }
}

/** At a port that no system gives to whoever asks for any: what is still sent to one that was closed must not reach somebody else. */
async function bind(
  agent: AgentProcess,
  { address, patience }: Table,
  more: { readonly remote?: string; readonly options?: { readonly queue: number } } = {},
): Promise<Bound> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await askPromptly(agent, "bind", { at: address(), ...more }, patience);
    } catch (error) {
      if (!(error instanceof ActorError) || error.code !== "EADDRINUSE" || attempt === TRIES) throw error;
    }
  }
}

/** Never rejects. */
export async function releaseAll(table: Table, sockets: BoundSockets): Promise<void> {
  const { ours, patience } = table;
  const { first, second, third, mark } = sockets;
  const own = [sockets.ours.socket, mark.socket];
  await Promise.allSettled([
    askPromptly(ours, "release", { ...nothingElse, sockets: own }, patience),
    releasePeer(table, [first, second, third]),
  ]);
}

async function releasePeer({ theirs, patience }: Table, sockets: readonly Bound[]): Promise<void> {
  await askPromptly(theirs, "release", { ...nothingElse, sockets: sockets.map(({ socket }) => socket) }, patience);
}

/** Whose address this is; the address itself, where it is nobody's. */
export function whoOf(sockets: BoundSockets, address: string): string {
  const names = ["ours", "first", "second", "third"] as const;
  return names.find((name) => sockets[name].local === address) ?? address;
}
