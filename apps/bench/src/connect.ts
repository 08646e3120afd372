import type { RuntimeId } from "@anysock/conformance";
import { Client, Listener } from "./client.ts";
import type { Plan } from "./compare.ts";
import type { ConnectSample } from "./order.ts";
import type { ConnectRow } from "./rows.ts";
import type { Pair } from "./statistics.ts";
import type { Variant } from "./variants.ts";

/** Longest time in which a client becomes warm, in milliseconds. */
const LONGEST_WARMUP = 3000;

/** Measures the two clients of a runtime in turn: native, adapter, native, adapter, … The other one is idle meanwhile. */
export async function compareConnecting(
  runtime: RuntimeId,
  { to, warmup }: ConnectRow,
  { rounds: count, seconds, signal, onRound }: Plan,
): Promise<Pair<ConnectSample>[]> {
  const listener = new Listener();
  const clients = { native: new Client(runtime, "native"), adapter: new Client(runtime, "adapter") };
  try {
    const port = (await listener.ports(signal))[to];
    const window = seconds * 1000;
    const measure = async (variant: Variant): Promise<ConnectSample> => {
      const sample = await clients[variant].measure({ port, window, refused: to === "shut" }, signal);
      if (sample.attempts === 0)
        throw new Error("no attempt came to an end within the window; make it longer (--seconds)");
      return sample;
    };
    for (const variant of ["native", "adapter"] as const) {
      const end = performance.now() + LONGEST_WARMUP;
      for (let attempts = 0; attempts < warmup && performance.now() < end; )
        attempts += (await measure(variant)).attempts;
    }
    const rounds: Pair<ConnectSample>[] = [];
    while (rounds.length < count) {
      onRound(rounds.length + 1, count);
      rounds.push({ native: await measure("native"), adapter: await measure("adapter") });
    }
    return rounds;
  } finally {
    await Promise.all([listener, clients.native, clients.adapter].map((one) => one.stop()));
  }
}
