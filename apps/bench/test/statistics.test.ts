import { expect, test } from "vitest";
import { measurement } from "../src/compare.ts";
import type { Sample } from "../src/order.ts";
import { loadRows } from "../src/rows.ts";
import {
  connectOutcome,
  idleOutcome,
  type Measurement,
  median,
  outcome,
  type Round,
  spread,
} from "../src/statistics.ts";

function measured(perSecond: number, cpuPerUnit: number, serverShare: number): Measurement {
  return { perSecond, sentPerSecond: perSecond, cpuPerUnit, serverShare, generatorShare: 0.5, lost: 0 };
}

function round(native: Measurement, adapter: Measurement): Round {
  return { native, adapter };
}

test("the median is the middle value, or the mean of the two in the middle", () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([10, 2, 4, 100])).toBe(7);
  expect(() => median([])).toThrow(RangeError);
});

test("a spread reaches from the lowest to the highest value", () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
});

test("an adapter that does more per second, or needs less CPU per unit, has a ratio above 1", () => {
  const { throughput, cpu } = outcome([round(measured(100, 8, 1), measured(110, 5, 1))]);
  expect(throughput.median).toBeCloseTo(1.1);
  expect(cpu.median).toBeCloseTo(1.6);
});

test("ratios are taken within a round, so that a machine that slows down between rounds changes none", () => {
  const rounds = [1, 0.5, 0.1].map((speed) => round(measured(100 * speed, 5, 1), measured(90 * speed, 5, 1)));
  expect(outcome(rounds).throughput).toEqual({ median: 0.9, low: 0.9, high: 0.9 });
});

test("the figure is the throughput's where both servers used 90 % of a core, else the CPU time's", () => {
  const figure = (native: number, adapter: number) =>
    outcome([round(measured(100, 5, native), measured(80, 10, adapter))]);
  expect(figure(0.9, 0.9)).toMatchObject({ taken: "throughput", figure: { median: 0.8 } });
  expect(figure(0.89, 1)).toMatchObject({ taken: "cpu", figure: { median: 0.5 } });
  expect(figure(1, 0.89)).toMatchObject({ taken: "cpu", figure: { median: 0.5 } });
});

test("the share that decides is the median's: one disturbed round does not change the figure", () => {
  const busy = round(measured(100, 5, 1), measured(100, 5, 1));
  const disturbed = round(measured(100, 5, 0.3), measured(100, 5, 0.3));
  expect(outcome([busy, disturbed, busy]).taken).toBe("throughput");
  expect(outcome([busy, disturbed, disturbed]).taken).toBe("cpu");
});

const sample: Sample = { done: 4 * 1024 * 1024, milliseconds: 500, serverCpu: 400_000, generatorCpu: 250_000 };

test("a sample becomes units a second, CPU microseconds per unit and shares of a core", () => {
  const bulk = loadRows.find(({ unit }) => unit === "MiB");
  if (bulk === undefined) throw new Error("there is no bulk row");
  expect(measurement(sample, bulk)).toEqual({
    perSecond: 8,
    sentPerSecond: 8,
    cpuPerUnit: 100_000,
    serverShare: 0.8,
    generatorShare: 0.5,
    lost: 0,
  });
});

test("what was sent and did not arrive is told beside the rate received, and is no part of it", () => {
  const row = loadRows.find(({ loses }) => loses);
  if (row === undefined) throw new Error("there is no row that loses");
  expect(measurement({ ...sample, done: 30_000, lost: 90_000 }, row)).toMatchObject({
    perSecond: 60_000,
    sentPerSecond: 240_000,
    lost: 0.75,
  });
});

test("where datagrams are lost the figure is the rate received: not the rate sent, the share lost, or CPU time", () => {
  const native = { ...measured(60_000, 5, 0.3), sentPerSecond: 80_000, lost: 0.25 };
  // It was sent more, and received less of it, at less CPU time for each.
  const adapter = { ...measured(54_000, 4, 0.2), sentPerSecond: 216_000, lost: 0.75 };
  expect(outcome([round(native, adapter)], { loses: true })).toMatchObject({
    taken: "throughput",
    figure: { median: 0.9 },
    cpu: { median: 1.25 },
    adapter: { sentPerSecond: 216_000, lost: 0.75 },
  });
  // It lost more of what it was sent, and received more: it is faster.
  const faster = { ...adapter, perSecond: 66_000 };
  expect(outcome([round(native, faster)], { loses: true }).figure.median).toBeCloseTo(1.1);
});

test("a window in which nothing came back is an error, and no ratio", () => {
  const [row] = loadRows;
  if (row === undefined) throw new Error("there are no rows");
  expect(() => measurement({ ...sample, done: 0 }, row)).toThrow("no message came back");
});

test("a client that needs longer to connect has a ratio below 1, of the medians and of the late ones", () => {
  const rounds = [1, 2, 3].map((speed) => ({
    native: { p50: 40 * speed, p99: 90 * speed, attempts: 100 },
    adapter: { p50: 50 * speed, p99: 180 * speed, attempts: 80 },
  }));
  expect(connectOutcome(rounds)).toEqual({
    figure: { median: 0.8, low: 0.8, high: 0.8 },
    late: { median: 0.5, low: 0.5, high: 0.5 },
    native: { p50: 80, p99: 180, attempts: 100 },
    adapter: { p50: 100, p99: 360, attempts: 80 },
  });
});

test("memory is what the adapter's server needs more than the native one of its round", () => {
  const rounds = [0, 1000, 5000].map((more) => ({
    native: { atRest: 4000, perConnection: 100 },
    adapter: { atRest: 4000 + more, perConnection: 100 + more / 10 },
  }));
  expect(idleOutcome(rounds)).toEqual({
    atRest: { median: 1000, low: 0, high: 5000 },
    perConnection: { median: 100, low: 0, high: 500 },
    native: { atRest: 4000, perConnection: 100 },
    adapter: { atRest: 5000, perConnection: 200 },
  });
});
