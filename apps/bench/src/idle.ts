import type { RuntimeId } from "@anysock/conformance";
import type { Plan } from "./compare.ts";
import { Generator } from "./generator.ts";
import type { IdleRow } from "./rows.ts";
import { startServer } from "./server.ts";
import type { Memory, Pair } from "./statistics.ts";
import type { Variant } from "./variants.ts";

/** Servers that have seen no load before: memory is what it was at the start but for its connections. Two starts differ by little. */
const ROUNDS = 3;

/** Starts each of the two echo servers of a runtime anew, in turn, and fills it with connections that are then idle. */
export async function compareIdle(
  runtime: RuntimeId,
  { connections }: IdleRow,
  { signal, onRound }: Pick<Plan, "signal" | "onRound">,
): Promise<Pair<Memory>[]> {
  const measure = async (variant: Variant): Promise<Memory> => {
    const generator = new Generator();
    try {
      const { pid, port, stop } = await startServer(runtime, variant, "tcp", signal);
      try {
        const { before, after } = await generator.holdIdle({ connections, port, pid }, signal);
        return { atRest: before, perConnection: (after - before) / connections };
      } finally {
        await stop();
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof Error)) throw error;
      throw new Error(`${variant} on ${runtime}: ${error.message}`, { cause: error });
    } finally {
      await generator.stop();
    }
  };
  // Node.js keeps what it has stripped the types from; a process that has to do that itself is 11 MiB larger for it.
  for (const variant of ["native", "adapter"] as const)
    await (await startServer(runtime, variant, "tcp", signal)).stop();
  const rounds: Pair<Memory>[] = [];
  while (rounds.length < ROUNDS) {
    onRound(rounds.length + 1, ROUNDS);
    rounds.push({ native: await measure("native"), adapter: await measure("adapter") });
  }
  return rounds;
}
