import type { Capability } from "./capability.ts";

/** What is asked for in options, and `fd` in their place: which calls take it, and what a runtime must support for it. */
export interface OptionEntry<Call extends string = string> {
  readonly calls: readonly Call[];
  /** `null` where core does it itself, or every runtime can. */
  readonly capability: Capability | null;
  readonly meaning: string;
}

/** Every option there is, by its id. An adapter says of each what its runtime makes of it ({@link OptionRow}). */
export const optionTable: Readonly<
  Record<StreamOptionId, OptionEntry<"connect" | "listen" | "set">> &
    Record<DatagramOptionId, OptionEntry<"bind" | "join" | "set">>
> = {
  noDelay: {
    calls: ["connect", "listen", "set"],
    capability: "option:noDelay",
    meaning: "`false`: the system gathers small writes",
  },
  keepAlive: {
    calls: ["connect", "listen", "set"],
    capability: "option:keepAlive",
    meaning: "an idle peer is probed, after the system's idle time",
  },
  keepAliveIdle: {
    calls: ["connect", "listen", "set"],
    capability: "option:keepAliveIdle",
    meaning: "`keepAlive: milliseconds`, an idle time of one's own",
  },
  trafficClass: {
    calls: ["connect", "listen", "set"],
    capability: "option:trafficClass",
    meaning: "IP_TOS, or IPV6_TCLASS, of the packets",
  },
  receiveBuffer: { calls: ["connect", "listen"], capability: "option:receiveBuffer", meaning: "SO_RCVBUF, in bytes" },
  sendBuffer: { calls: ["connect", "listen"], capability: "option:sendBuffer", meaning: "SO_SNDBUF, in bytes" },
  local: { calls: ["connect"], capability: "option:local", meaning: "the host and port to connect from" },
  backlog: { calls: ["listen"], capability: "option:backlog", meaning: "most connections in the kernel's queue" },
  pending: { calls: ["listen"], capability: null, meaning: "most accepted connections that wait, unread" },
  ipv6Only: { calls: ["listen"], capability: "option:ipv6Only", meaning: "`::` takes no IPv4" },
  reusePort: { calls: ["listen"], capability: "option:reusePort", meaning: "several listeners share one port" },
  reuseAddress: {
    calls: ["listen"],
    capability: "option:reuseAddress",
    meaning: "`false`: not beside connections in TIME-WAIT",
  },
  mode: { calls: ["listen"], capability: "option:mode", meaning: "permission bits of a Unix path" },
  unlinkStale: { calls: ["listen"], capability: "option:unlinkStale", meaning: "a stale Unix path is replaced" },
  fd: { calls: ["listen"], capability: "listen:fd", meaning: "`listen({ fd })`, an inherited socket" },
  "udp:remote": { calls: ["bind"], capability: "udp", meaning: "the one peer of a connected socket" },
  "udp:queue": { calls: ["bind"], capability: "udp", meaning: "most bytes that wait in the process" },
  "udp:ipv6Only": { calls: ["bind"], capability: "udp:ipv6Only", meaning: "`::` takes no IPv4" },
  "udp:reuseAddress": { calls: ["bind"], capability: "udp:reuseAddress", meaning: "several sockets share one address" },
  "udp:reusePort": { calls: ["bind"], capability: "udp:reusePort", meaning: "several sockets share one port" },
  "udp:broadcast": {
    calls: ["bind", "set"],
    capability: "udp:broadcast",
    meaning: "`false`: broadcast addresses are EACCES",
  },
  "udp:multicastTtl": {
    calls: ["bind", "set"],
    capability: "udp:multicast-ttl",
    meaning: "routers that a datagram to a group may pass",
  },
  "udp:multicastLoopback": {
    calls: ["bind", "set"],
    capability: "udp:multicast-loopback",
    meaning: "whether members on this machine hear it",
  },
  "udp:multicastInterface": {
    calls: ["bind", "set"],
    capability: "udp:multicast-interface",
    meaning: "the interface by which it leaves",
  },
  "udp:interface": {
    calls: ["join"],
    capability: "udp:multicast-interface",
    meaning: "the interface on which a group is joined",
  },
  "udp:source": { calls: ["join"], capability: "udp:multicast-source", meaning: "the one sender of a group" },
};

export type OptionId = StreamOptionId | DatagramOptionId;

/** The names that `bind()`, `join()` and the `set()` of a datagram socket have for them stand behind the colon. */
export type DatagramOptionId =
  | "udp:remote"
  | "udp:queue"
  | "udp:ipv6Only"
  | "udp:reuseAddress"
  | "udp:reusePort"
  | "udp:broadcast"
  | "udp:multicastTtl"
  | "udp:multicastLoopback"
  | "udp:multicastInterface"
  | "udp:interface"
  | "udp:source";

export type StreamOptionId =
  | "noDelay"
  | "keepAlive"
  | "keepAliveIdle"
  | "trafficClass"
  | "receiveBuffer"
  | "sendBuffer"
  | "local"
  | "backlog"
  | "pending"
  | "ipv6Only"
  | "reusePort"
  | "reuseAddress"
  | "mode"
  | "unlinkStale"
  | "fd";

/** For an adapter: what brings an option its effect on a runtime. Several rows of one option are alternatives. */
export interface OptionRow {
  readonly option: OptionId;
  /** What brings the effect. */
  readonly by: string;
  /** The conditions, by names of the adapter's own, without which it does not; absent: always. */
  readonly needs?: string | readonly string[];
  /** Why nothing else brings it, and since when or where something does; of several conditions for each, the first that is missing being told. */
  readonly why?: string | Readonly<Record<string, string>>;
  /** What a user can do, as an imperative: `run it with --allow-ffi`; of several conditions for each, all that are missing being told. */
  readonly help?: string | Readonly<Record<string, string>>;
  /** Where it has no effect nevertheless, and is `ENOTSUP`. */
  readonly except?: string;
}

/** The conditions of rows that a version of a runtime fulfils, run in some way. */
export interface OptionColumn {
  readonly name: string;
  readonly has: readonly string[];
}

/** What one option comes to: its effect, or `ENOTSUP`. */
export type OptionOutcome =
  | { readonly effect: true; readonly by: string; readonly except: string | undefined }
  | { readonly effect: false; readonly why: string; readonly help: string | undefined };

/** What an option comes to where these conditions are given. */
export function outcomeOf(rows: readonly OptionRow[], option: OptionId, has: ReadonlySet<string>): OptionOutcome {
  const mine = rows.filter((row) => row.option === option);
  const row = mine.find(({ needs = [] }) => [needs].flat().every((need) => has.has(need)));
  if (row !== undefined) return { effect: true, by: row.by, except: row.except };
  const [why = "the runtime has no such thing"] = mine.flatMap((one) => missing(one.why, has));
  const help = mine.map((one) => missing(one.help, has)).find((texts) => texts.length > 0);
  return { effect: false, why, help: help?.join("; ") };
}

/** The texts of the conditions that are not given. */
function missing(text: OptionRow["why"], has: ReadonlySet<string>): readonly string[] {
  if (text === undefined || typeof text === "string") return text === undefined ? [] : [text];
  return Object.keys(text).flatMap((condition) => (has.has(condition) ? [] : [text[condition] ?? ""]));
}

/** The capabilities that rows bring under these conditions, and what helps for the others: for a driver's `supports` and `remedies`. */
export function optionSupport(
  rows: readonly OptionRow[],
  has: ReadonlySet<string>,
): { readonly supports: readonly Capability[]; readonly remedies: Readonly<Partial<Record<Capability, string>>> } {
  const supports: Capability[] = [];
  const remedies: Partial<Record<Capability, string>> = {};
  for (const option of Object.keys(optionTable) as OptionId[]) {
    const { capability } = optionTable[option];
    if (capability === null) continue;
    const outcome = outcomeOf(rows, option, has);
    if (outcome.effect) supports.push(capability);
    else remedies[capability] = outcome.help === undefined ? outcome.why : `${outcome.why}; ${outcome.help}`;
  }
  return { supports, remedies };
}
