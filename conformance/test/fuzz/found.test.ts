import { afterAll, expect, test } from "vitest";
import { compare } from "../../src/fuzz/compare.ts";
import { Crew } from "../../src/fuzz/crew.ts";
import type { Schedule } from "../../src/fuzz/schedule.ts";
import { runtimeSubject } from "../../src/subject/runtime.ts";

/** What a fuzz has found, and was the suite's own mistake: played again, on every runtime. */
const found: Readonly<Record<string, Schedule>> = {
  // By its write Node loses the bytes that Bun and Deno still read (`read-after-reset`): with that, all of them have the same to choose from.
  "a write that meets the end before a read has taken all": {
    mode: "stepped",
    transport: "unix",
    connects: "ours",
    steps: [
      { side: "theirs", op: "write", bytes: 3 },
      { side: "theirs", op: "abort" },
      { side: "ours", op: "write", bytes: 1 },
      { side: "ours", op: "read", bytes: 1 },
    ],
  },
};

const crew = new Crew(
  (["node", "bun", "deno"] as const).map((id) => ({ id, agent: () => runtimeSubject(id).agent() })),
);
afterAll(() => crew.stop());

test.each(Object.entries(found))("%s is no disagreement", async (_, schedule) => {
  expect((await compare(schedule, crew))?.why).toBeUndefined();
});
