import type { AgentOp, AgentProcess } from "../agent/process.ts";

/** How often steps are looked at that have gone on for too long, in milliseconds. */
const LOOK_AGAIN_MS = 50;

/** A step that is under way. */
export interface Step {
  readonly op: AgentOp;
  readonly connection?: number;
  /** A read that ends where its bytes are not the expected ones, or too many. */
  readonly expects?: boolean;
}

/** A read or a write that moves bytes. */
export interface Movement {
  /** In words. */
  readonly text: string;
  /** It has an end, however long it takes: all that was read is right, or no more than was sent. */
  readonly hasEnd: boolean;
  /** Bytes that have got through: of an echo those that came back, for others may lie in the systems. */
  readonly through: number;
}

/** A step that has moved more, once one has: it never settles if none does. Of several one without an end is told first. */
export async function movementOf(
  agent: AgentProcess,
  who: string,
  steps: ReadonlyMap<number, Step>,
  signal: AbortSignal,
): Promise<Movement> {
  const before = await look(agent, who, steps);
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    const moved = (await look(agent, who, steps)).filter(({ id, count }) =>
      before.some((earlier) => earlier.id === id && count > earlier.count),
    );
    const told = moved.find(({ hasEnd }) => !hasEnd) ?? moved.find(({ op }) => op === "read") ?? moved[0];
    if (told !== undefined) return told;
  }
  return new Promise(() => {});
}

/** Of one step, up to now. */
interface Moved {
  readonly id: number;
  readonly op: AgentOp;
  readonly count: number;
}

async function look(
  agent: AgentProcess,
  who: string,
  steps: ReadonlyMap<number, Step>,
): Promise<readonly (Movement & Moved)[]> {
  const open = [...steps].flatMap(([id, { op, connection, expects = false }]) =>
    connection !== undefined && (op === "read" || op === "write") ? [{ id, op, connection, expects }] : [],
  );
  return await Promise.all(
    open.map(async ({ id, op, connection, expects }) => {
      const { read, written } = await agent.request("progress", { connection });
      const count = op === "read" ? read : written;
      const hasEnd = op === "write" || expects || read <= written;
      const through = read === 0 ? written : Math.min(read, count);
      return { id, op, count, hasEnd, through, text: `the ${who} still ${op}s: ${count} bytes by then` };
    }),
  );
}
