import { expect, test } from "vitest";
import { Mismatch } from "../src/case.ts";
import { abandonedEchoes, resetConnections, shortConnections } from "../src/cases/lifetime/index.ts";
import type { Peer, Stage } from "../src/stage.ts";

/** A service that holds so many descriptors after so many connections of the case. */
async function played(one: typeof resetConnections, descriptors: (connections: number) => number): Promise<void> {
  let connections = 0;
  const peer: Partial<Peer> = {
    write: async () => {},
    read: async (count) => ({ count, end: false, sha256: "", divergence: null }),
    progress: async () => ({ written: 32 * 1024 * 1024, read: 0 }),
    abort: async () => {},
    drop: async () => {},
    close: async () => true,
  };
  const stage: Partial<Stage> = {
    window: 3,
    patience: 10,
    service: {
      name: "echo",
      address: "tcp://127.0.0.1:1",
      stats: async () => ({ descriptors: descriptors(connections), memory: 0 }),
      holds: async () => true,
    },
    pattern: (length) => ({ seed: 1, offset: 0, length }),
    times: (count) => count,
    observe: () => {},
    pause: async () => {},
    connect: async () => {
      connections++;
      return peer as Peer;
    },
  };
  await one.play(stage as Stage);
}

const all = [resetConnections, abandonedEchoes, shortConnections];

test.each(all)("$id: what a service opens at the first connection of a kind, and once, is no leak", async (one) => {
  await played(one, (connections) => (connections === 0 ? 7 : 8));
});

test.each(all)("$id: what a service keeps of each connection is one", async (one) => {
  await expect(played(one, (connections) => 7 + connections)).rejects.toThrow(Mismatch);
});

test("one in a hundred short connections that is kept is a leak", async () => {
  await expect(played(shortConnections, (count) => 7 + Math.floor(count / 100))).rejects.toThrow(Mismatch);
});
