import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { CLIENTS, MEBIBYTE, measure, type Plan } from "../measured-memory.ts";

/** What may be held for one client, on average (design, invariant 2). */
const LIMIT = MEBIBYTE;
/** So much more than the kernels hold is offered, at least: somebody else would have to hold it. */
const ROOM = 2 * LIMIT;

interface Held {
  readonly name: string;
  readonly what: string;
  readonly requirement: string;
  readonly convicts: string;
  readonly plan: Plan;
}

const held: readonly Held[] = [
  {
    name: "echo",
    what: "whose clients do not read the echo of what they send",
    requirement: "BACKPRESSURE-3",
    convicts: "who echoes with pipe() reads on while its writes are pending",
    plan: { handler: "echo", offered: 16 * MEBIBYTE },
  },
  {
    name: "blocks",
    what: "whose clients do not read what is written in blocks",
    requirement: "BACKPRESSURE-4",
    convicts: "write() settles when the runtime has queued the bytes, and not when the kernel has taken them",
    plan: { handler: "write blocks", size: 4 * MEBIBYTE },
  },
  {
    name: "one-write",
    what: "whose clients do not read what one call of write gives",
    requirement: "BACKPRESSURE-4",
    convicts: "write() copies all that it is given into memory of its own",
    plan: { handler: "write all", size: 4 * MEBIBYTE },
  },
  {
    name: "unread",
    what: "which nobody reads",
    requirement: "BACKPRESSURE-5",
    convicts: "what comes is read into memory although nobody has asked for it",
    plan: { handler: "read later", offered: 4 * MEBIBYTE },
  },
];

/** Holds an adapter to its bound of memory: in a process of its runtime, by what the system says of that process. */
export const memoryCases: readonly StreamCase[] = held.map(({ name, what, requirement, convicts, plan }) => ({
  id: `api/memory/${name}`,
  title: `${CLIENTS} TCP connections ${what} cost at most 1 MiB each, and lose nothing`,
  verifies: [requirement],
  convicts,
  over: "streams",
  transports: ["tcp4"],
  needs: ["python"],
  limit: 60_000,
  async play(setting) {
    const { memory, inside, room, lost } = await measure(setting, plan);
    expect(memory).toBeLessThanOrEqual(LIMIT);
    expect(room).toBeGreaterThan(ROOM);
    expect(lost).toBe(0);
    // Nothing is read while nobody reads: the kernels have it all.
    if (plan.handler === "read later") expect(inside).toBe(0);
  },
}));
