import { expect, test } from "vitest";
import { Inapplicable, Mismatch } from "../src/case.ts";
import { held } from "../src/cases/back-pressure/held.ts";
import { expectLittleHeld } from "../src/held-in-memory.ts";
import type { Peer, Stage } from "../src/stage.ts";

const MEBIBYTE = 1024 * 1024;

/** A client that got rid of 8 MiB, of which the system holds `inTransit` each way. */
function stageWith(inTransit: number | null, holds: boolean): { readonly stage: Stage; readonly peer: Peer } {
  const peer: Partial<Peer> = {
    local: "tcp://127.0.0.1:1",
    remote: "tcp://127.0.0.1:2",
    write: async () => {},
    abort: async () => {},
    progress: async () => ({ written: 8 * MEBIBYTE, read: 0 }),
    inTransit: async () => inTransit,
  };
  const stage: Partial<Stage> = {
    window: 3,
    service: { name: "echo", address: "tcp://127.0.0.1:2", stats: async () => null, holds: async () => holds },
    pattern: (length) => ({ seed: 1, offset: 0, length }),
    observe: () => {},
    pause: async () => {},
    connect: async () => peer as Peer,
  };
  return { stage: stage as Stage, peer: peer as Peer };
}

test("what a proxy before the service holds is not held against the service", async () => {
  await expect(held.play(stageWith(MEBIBYTE, true).stage)).rejects.toThrow(Mismatch);
  await expect(held.play(stageWith(MEBIBYTE, false).stage)).rejects.toThrow(Inapplicable);
  await held.play(stageWith(4 * MEBIBYTE, true).stage);
});

test("what is taken while the systems are asked is counted as taken, too", async () => {
  const { stage, peer } = stageWith(3 * MEBIBYTE, true);
  let asked = 0;
  const late: Partial<Peer> = {
    ...peer,
    inTransit: async () => {
      asked++;
      return 3 * MEBIBYTE;
    },
    progress: async () => ({ written: (asked === 0 ? 6 : 8) * MEBIBYTE, read: 0 }),
  };
  await expect(held.play({ ...stage, connect: async () => late as Peer })).rejects.toThrow(Mismatch);
});

test("where the system does not tell what it holds, nobody is judged by what it might", async () => {
  await expect(held.play(stageWith(null, true).stage)).rejects.toThrow(Inapplicable);
  const { stage, peer } = stageWith(null, true);
  await expect(expectLittleHeld(stage, peer, 64 * MEBIBYTE)).rejects.toThrow(Inapplicable);
});
