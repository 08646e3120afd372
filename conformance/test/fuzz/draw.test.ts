import fc from "fast-check";
import { expect, test } from "vitest";
import { datagramSchedules, longest } from "../../src/fuzz/datagram-draw.ts";
import { schedules, stuckBytes } from "../../src/fuzz/draw.ts";
import type { Schedule } from "../../src/fuzz/schedule.ts";

const drawn = schedules({ transports: ["tcp4", "unix"], afterClose: true });

test("the number of a schedule is a path of the seed", async () => {
  const all = fc.sample(drawn, { seed: 7, numRuns: 30 });
  const seen: Schedule[] = [];
  const property = fc.asyncProperty(drawn, (schedule) => {
    seen.push(schedule);
    return Promise.resolve(true);
  });
  await fc.check(property, { seed: 7, path: "23", numRuns: 1 });
  expect(seen).toEqual([all[23]]);
  expect(fc.sample(drawn, { seed: 7, path: "23", numRuns: 1 })).toEqual([all[23]]);
});

test("the path of a counterexample that was made smaller leads to it", async () => {
  const isFine = (schedule: Schedule): Promise<boolean> =>
    Promise.resolve(!("steps" in schedule) || !schedule.steps.some(({ op }) => op === "abort"));
  const { counterexamplePath, counterexample } = await fc.check(fc.asyncProperty(drawn, isFine), { seed: 1 });
  expect(counterexamplePath).toContain(":");
  expect(fc.sample(drawn, { seed: 1, path: counterexamplePath ?? "", numRuns: 1 })).toEqual(counterexample);
});

test("every kind of step is drawn, and a write that gets stuck with each of its ends", () => {
  const all = fc.sample(drawn, { seed: 1, numRuns: 500 });
  const listener = new Set(all.flatMap((schedule) => ("listener" in schedule ? schedule.listener : [])));
  expect([...listener].toSorted()).toEqual(["accept", "cancel", "closeListener", "connect"]);
  const steps = all.flatMap((schedule) => ("steps" in schedule ? schedule.steps : []));
  const ops = new Set(steps.map(({ op }) => op));
  expect([...ops].toSorted()).toEqual(["abort", "cancel", "close", "closeWrite", "glance", "pause", "read", "write"]);
  const behindStuck = steps.flatMap((step, at) =>
    step.op === "write" && step.bytes >= stuckBytes("unix") ? [steps[at + 1]?.op] : [],
  );
  expect(behindStuck).toEqual(expect.arrayContaining(["abort", "cancel", "close", "closeWrite"]));
});

test("every kind of step is drawn for datagrams, and every size that matters", () => {
  const all = fc.sample(datagramSchedules(["udp4", "udp6"]), { seed: 1, numRuns: 1_000 });
  const steps = all.flatMap(({ datagrams }) => datagrams);
  expect([...new Set(steps.map(({ op }) => op))].toSorted()).toEqual([
    "cancel",
    "close",
    "dropped",
    "glance",
    "receive",
    "send",
  ]);
  const sends = steps.filter((step) => step.op === "send");
  const sizes = new Set(sends.map(({ bytes }) => bytes));
  for (const size of [0, longest.udp6, longest.udp6 + 1]) expect(sizes).toContain(size);
  expect([...new Set(sends.map(({ to }) => to))].toSorted()).toEqual([
    "everybody",
    "first",
    "nobody",
    "ours",
    "second",
  ]);
});

test("what is drawn is of the transports: datagrams alone, or none", () => {
  const kinds = fc.sample(schedules({ transports: ["udp4"], afterClose: true }), { seed: 1, numRuns: 50 });
  expect(kinds.every((schedule) => "datagrams" in schedule)).toBe(true);
  expect(fc.sample(drawn, { seed: 1, numRuns: 50 }).some((schedule) => "datagrams" in schedule)).toBe(false);
});
