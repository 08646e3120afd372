import type { Connection } from "anysock";
import type { ListenAt } from "./arguments.ts";
import { Room } from "./room.ts";

type Handler = (connection: Connection) => Promise<void>;

/** On an address that others can reach, unless they are set. */
export const REACHABLE_LIMIT = 512;
export const REACHABLE_LIFETIME = 600;
/** What waits beyond the limit holds a descriptor and is served by nobody: few where everybody may come. */
export const REACHABLE_PENDING = 16;

/** What some of the addresses are limited to. */
export interface Limits {
  /** One for all of them; `undefined`: as many connections as come. */
  readonly room: Room | undefined;
  /** In seconds. */
  readonly lifetime: number | undefined;
  /** How many connections may wait unread at each of them; `undefined`: as many as usual. */
  readonly pending: number | undefined;
}

/** A limit that was set is one over all addresses; one that was not is on where others can come, and only there. */
export function limitsFor(set: {
  readonly limit?: number;
  readonly lifetime?: number;
}): (at: Pick<ListenAt, "isReachable">) => Limits {
  const { lifetime } = set;
  const room = set.limit === undefined ? undefined : new Room(set.limit);
  const local: Limits = { room, lifetime, pending: undefined };
  const reachable: Limits = {
    room: room ?? new Room(REACHABLE_LIMIT),
    lifetime: lifetime ?? REACHABLE_LIFETIME,
    pending: REACHABLE_PENDING,
  };
  return ({ isReachable }) => (isReachable ? reachable : local);
}

/** `at most 3 connections at once (these together), no limit of time`. */
export function describeLimits({ room, lifetime }: Limits, over: string | null): string {
  const together = over === null ? "" : ` (${over})`;
  return [
    room === undefined ? "no limit of connections" : `at most ${room.size} connections at once${together}`,
    lifetime === undefined ? "no limit of time" : `at most ${lifetime} s for each connection`,
  ].join(", ");
}

/** The handler of one listener, under these limits. */
export function limited(handler: Handler, { room, lifetime, pending }: Limits): Handler {
  const timed = lifetime === undefined ? handler : withLifetime(handler, lifetime);
  return room === undefined ? timed : room.sharedBy(timed, pending);
}

function withLifetime(handler: Handler, seconds: number): Handler {
  return async (connection) => {
    const timer = setTimeout(() => connection.abort(), seconds * 1000);
    try {
      await handler(connection);
    } finally {
      clearTimeout(timer);
    }
  };
}
