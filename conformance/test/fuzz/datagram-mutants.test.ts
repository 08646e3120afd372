import { expect, test } from "vitest";
import { fuzzAgent } from "./fuzz-agent.ts";

/** Faults of a datagram socket, each with how many schedules of seed 5 meet it at most. */
const mutants = {
  "udp-loses-one-in-five": 100,
  "udp-delivers-twice": 100,
  "udp-sends-twice": 100,
  "udp-loses-what-it-sends-behind-the-longest": 100,
  "udp-loses-empty": 100,
  "udp-latest-first": 100,
  "udp-hides-truncation": 100,
  "udp-gives-the-rest": 100,
  "udp-joins-what-waits": 100,
  "udp-counts-nothing": 100,
  "udp-queues-without-bound": 100,
  "udp-fails-after-dead-peer": 100,
  "udp-fails-for-ever": 100,
  "udp-is-never-refused": 100,
  "udp-hears-everybody": 100,
  "udp-forgets-receiver": 100,
  "udp-second-receiver-takes-over": 100,
  "udp-swallows-after-timeout": 100,
  "udp-sends-after-close": 100,
  "udp-remembers-first-sender": 100,
  "udp-cuts-too-long": 100,
  "udp-swallows-a-failed-send": 100,
  "udp-cannot-bind": 1,
} as const;

const transports = ["udp4", "udp6"] as const;

test("the trusted peer's datagrams do nothing that the model does not allow", async () => {
  const { findings, errors, played } = await fuzzAgent(undefined, { transports, runs: 200, patience: 8_000 });
  expect({ findings: findings.map(({ disagreement }) => disagreement.why), errors }).toEqual({
    findings: [],
    errors: [],
  });
  expect(played).toBe(200);
});

// Together: most of the time they wait for what does not come, and a machine that is busy convicts nobody the less.
test.concurrent.for(Object.entries(mutants))("%s is convicted", async ([name, runs]) => {
  const { findings, errors } = await fuzzAgent(name, { transports, runs });
  expect({ name, errors, found: findings.length > 0 }).toEqual({ name, errors: [], found: true });
});
