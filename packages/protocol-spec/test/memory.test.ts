import { expect, test } from "vitest";
import { Mismatch } from "../src/case.ts";
import { memory } from "../src/cases/back-pressure/memory.ts";
import type { Peer, Stage, Transport } from "../src/stage.ts";

const MEBIBYTE = 1024 * 1024;

/** A service whose memory, in MiB, follows from how many connections it has; and how many it got. */
async function played(transport: Transport, mebibytes: (connections: number) => number): Promise<number> {
  let connections = 0;
  const peer: Partial<Peer> = {
    write: async () => {},
    abort: async () => {},
    progress: async () => ({ written: 5 * MEBIBYTE, read: 0 }),
  };
  const stage: Partial<Stage> = {
    transport,
    window: 3,
    service: {
      name: "echo",
      address: "tcp://127.0.0.1:1",
      stats: async () => ({ descriptors: 7, memory: mebibytes(connections) * MEBIBYTE }),
      holds: async () => true,
    },
    pattern: (length) => ({ seed: 1, offset: 0, length }),
    observe: () => {},
    pause: async () => {},
    connect: async () => {
      connections++;
      return peer as Peer;
    },
  };
  await memory.play(stage as Stage);
  return connections;
}

test("what every connection costs is held against a service, and a leap of its heap is not", async () => {
  // As seen of a plain echo under Deno: 2 MiB each of the first 58, and 0.7 MiB each of the others.
  expect(await played("tcp4", (count) => 2 * Math.min(count, 58) + 0.7 * Math.max(0, count - 58))).toBe(154);
  await expect(played("tcp4", (count) => 2 * count)).rejects.toThrow(Mismatch);
  await expect(played("unix", (count) => 1.1 * count)).rejects.toThrow(Mismatch);
});

test("who is within the limit at once is not asked again", async () => {
  expect(await played("tcp4", (count) => 0.1 * count)).toBe(58);
  expect(await played("unix", (count) => 0.1 * count)).toBe(200);
});
