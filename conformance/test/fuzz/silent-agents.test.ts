import { expect, test } from "vitest";
import { fuzzAgent } from "./fuzz-agent.ts";

const streams = ["tcp4", "unix"] as const;
const datagrams = ["udp4"] as const;

/** Agents that stop, or that fail where the trusted peer shows that there was somebody; and what they are told. */
const faults = {
  "stops-at-abort": [streams, /no answer for 1000 ms|did not answer \w+ for 1000 ms, and was ended/],
  "stops-at-third-datagram": [datagrams, /no answer for 1000 ms|did not answer \w+ for \d+ ms, and was ended/],
  "hangs-at-close-listener": [streams, /did not answer \w+ for \d+ ms, and was ended|no answer for 1000 ms/],
  "cannot-connect": [streams, /connect \S+: connect: refused$/],
  "cannot-accept": [streams, /accept at \S+: accept: no room|accept: EMFILE/],
  "cannot-listen": [streams, /listen: listen: in use/],
  "listens-elsewhere": [streams, /accept at \S+: .*; connect there: |accept: ECLOSED|client 1 connects: refused/],
  "udp-cannot-bind": [datagrams, /bind: bind: no such thing/],
} as const;

test.for(Object.entries(faults))("%s is convicted, and holds nobody up", async ([name, [transports, told]]) => {
  const { findings, errors } = await fuzzAgent(name, { transports, runs: 60, patience: 1_000 });
  expect({ name, errors }).toEqual({ name, errors: [] });
  expect(findings.map(({ disagreement }) => disagreement.why).join("\n")).toMatch(told);
});

test("an interrupt is heard though every agent falls silent", async () => {
  const interrupt = new AbortController();
  const { played } = await fuzzAgent("stops-at-abort", {
    transports: streams,
    runs: 10_000,
    patience: 1_000,
    mostFindings: 10_000,
    signal: interrupt.signal,
    onPlayed: () => interrupt.abort(),
  });
  expect(played).toBeLessThan(10);
});

test("behind an agent that was ended the run goes on with a fresh one", async () => {
  const { findings, errors, played } = await fuzzAgent("stops-at-abort", {
    transports: streams,
    runs: 24,
    patience: 1_000,
    mostFindings: 1_000,
  });
  expect(errors).toEqual([]);
  expect(played).toBe(24);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.length).toBeLessThan(24);
});
