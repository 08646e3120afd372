import { expect, test } from "vitest";
import { shortConnections } from "../src/cases/lifetime/index.ts";
import type { Stage } from "../src/stage.ts";

/** A service that is seen to take `allowed` connections in the time there is. */
async function played(
  allowed: number,
): Promise<{ connected: number; observed: Record<string, unknown>; each: number }> {
  const told = { connected: 0, observed: {} as Record<string, unknown>, each: Number.NaN };
  const peer = { write: async () => {}, close: async () => true };
  const stage: Partial<Stage> = {
    patience: 100,
    service: {
      name: "echo",
      address: "tcp://127.0.0.1:1",
      stats: async () => ({ descriptors: 7, memory: 0 }),
      holds: async () => true,
    },
    pattern: (length) => ({ seed: 1, offset: 0, length }),
    times: (count, each) => {
      told.each = each;
      return Math.min(count, allowed);
    },
    connect: async () => {
      told.connected++;
      return peer as unknown as Awaited<ReturnType<Stage["connect"]>>;
    },
    observe: (name, value) => {
      told.observed[name] = value;
    },
  };
  await shortConnections.play(stage as Stage);
  return told;
}

// One more is made before the descriptors are counted.
test("so many short connections are made as fit in the time, and the report says how many", async () => {
  const { connected, observed, each } = await played(250);
  expect({ connected, observed }).toEqual({ connected: 251, observed: { connections: 250 } });
  expect(each).toBeGreaterThan(0);
  expect(await played(10_000)).toMatchObject({ connected: 1001, observed: { connections: 1000 } });
});

test("those by which the time was measured are counted, however slow they were", async () => {
  expect(await played(1)).toMatchObject({ connected: 21, observed: { connections: 20 } });
});
