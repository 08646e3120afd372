import { ActorError } from "@anysock/protocol-spec";
import type { Fault } from "./history.ts";
import type { Table } from "./play.ts";
import { askPromptly } from "./prompt.ts";
import type { Side } from "./schedule.ts";
import { otherSide } from "./schedule.ts";

/** What an agent holds of a connection. */
export interface Held {
  readonly connection: number;
  readonly local: string;
  readonly remote: string;
}

/** A listener, before anybody has met it. */
export interface Listening {
  readonly listener: number;
  readonly address: string;
}

/** A subject that cannot do what the trusted peer can at such an address shows a fault: else nothing is known. */
export async function listenAt(side: Side, table: Table): Promise<Listening | { readonly fault: Fault }> {
  const { patience } = table;
  try {
    return await askPromptly(table[side], "listen", { at: table.address() }, patience);
  } catch (error) {
    if (side === "theirs" || !(error instanceof ActorError)) throw error;
    const { listener } = await askPromptly(table.theirs, "listen", { at: table.address() }, patience);
    await askPromptly(table.theirs, "release", { connections: [], listeners: [listener] }, patience);
    return { fault: { actual: `listen: ${error.message}`, expected: "a listener, as the trusted peer has one there" } };
  }
}

/**
 * Makes the connection of a schedule. Where our end fails at it, the trusted peer shows that the other end was there.
 * @throws what the trusted peer failed with, if that is it
 */
export async function connectBoth(
  connects: Side,
  { listener, address }: Listening,
  table: Table,
): Promise<Readonly<Record<Side, Held>> | { readonly fault: Fault }> {
  const { patience, ours, theirs } = table;
  const [near, far] = await Promise.allSettled([
    askPromptly(table[connects], "connect", { to: address, timeout: patience }, patience),
    askPromptly(table[otherSide(connects)], "accept", { listener, timeout: patience }, patience),
  ]);
  if (near.status === "fulfilled" && far.status === "fulfilled") {
    return connects === "ours" ? { ours: near.value, theirs: far.value } : { ours: far.value, theirs: near.value };
  }
  const [own, peers] = connects === "ours" ? [near, far] : [far, near];
  // The agent itself is gone, or says nothing: who that is decides.
  for (const one of [own, peers]) {
    if (one.status === "rejected" && !(one.reason instanceof ActorError)) throw one.reason;
  }
  const name = connects === "ours" ? "connect" : "accept";
  const told = own.status === "rejected" ? (own.reason as ActorError).message : "done";
  if (connects === "ours") {
    // Somebody else reaches the listener: it is there.
    const timeout = patience;
    const [probe] = await Promise.all([
      askPromptly(theirs, "connect", { to: address, timeout }, patience),
      askPromptly(theirs, "accept", { listener, timeout }, patience),
    ]);
    await askPromptly(theirs, "release", { connections: [probe.connection], listeners: [] }, patience);
    if (own.status === "fulfilled") await release(ours, own.value, patience);
    const expected = "a connection: the trusted peer listens, and reaches itself";
    return { fault: { actual: `${name} ${address}: ${told}`, expected } };
  }
  // The system has made the connection, and nobody gives it away; or it has not, though our end says that it listens.
  const seen = peers.status === "fulfilled" ? "the trusted peer has connected" : "the trusted peer could connect";
  if (peers.status === "rejected") await selfCheck(table);
  else await release(theirs, peers.value, patience);
  return { fault: { actual: `${name} at ${address}: ${told}${toldBy(peers)}`, expected: `a connection: ${seen}` } };
}

function toldBy(peers: PromiseSettledResult<Held>): string {
  return peers.status === "rejected" ? `; connect there: ${(peers.reason as Error).message}` : "";
}

/** @throws where the trusted peer cannot reach itself either: then nothing is known */
async function selfCheck({ theirs, address, patience }: Table): Promise<void> {
  const own = await askPromptly(theirs, "listen", { at: address() }, patience);
  const [near, far] = await Promise.all([
    askPromptly(theirs, "connect", { to: own.address, timeout: patience }, patience),
    askPromptly(theirs, "accept", { listener: own.listener, timeout: patience }, patience),
  ]);
  const connections = [near.connection, far.connection];
  await askPromptly(theirs, "release", { connections, listeners: [own.listener] }, patience);
}

async function release(agent: Table["ours"], { connection }: Held, patience: number): Promise<void> {
  await askPromptly(agent, "release", { connections: [connection], listeners: [] }, patience);
}
