import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type FuzzResult, fuzz } from "../../src/fuzz/fuzz.ts";
import { rawAgent } from "../../src/subject/runtime.ts";

/** Faults that one connection or one listener shows, each with a seed whose first schedules meet it. */
const mutants = {
  "drops-at-fin": 5,
  "ends-after-reset": 5,
  "fin-overtakes-write": 5,
  "drops-rest-of-chunk": 5,
  "close-is-always-true": 5,
  "takes-reset-for-end": 5,
  "resets-once": 5,
  "writes-behind-fin": 5,
  "closes-at-read-fin": 5,
  "calls-good-order-an-error": 5,
  "calls-reset-good-order": 5,
  "closes-before-flush": 5,
  "gives-up-in-good-order": 5,
  "abort-sends-fin": 5,
  "accepts-latest-first": 5,
  "forgets-pending-accept": 5,
  "gives-one-to-all": 5,
  "forgets-unclaimed": 5,
} as const;

function fuzzAgent(name: string | undefined, seed: number, patience: number): Promise<FuzzResult> {
  const file = name === undefined ? undefined : fileURLToPath(new URL(`../../zoo/agents/${name}.mjs`, import.meta.url));
  return fuzz({
    subjects: [{ id: name ?? "raw", agent: () => rawAgent(file) }],
    transports: ["tcp4", "unix"],
    runs: 300,
    seed,
    patience,
    afterClose: false,
    mostFindings: 1,
    shrinkMs: 0,
    signal: new AbortController().signal,
  });
}

test("the trusted peer does nothing that the model does not allow", async () => {
  const { findings, errors, played } = await fuzzAgent(undefined, 5, 8_000);
  expect({ findings: findings.map(({ disagreement }) => disagreement.why), errors }).toEqual({
    findings: [],
    errors: [],
  });
  expect(played).toBe(300);
});

// Together: most of the time they wait for what does not come, and a machine that is busy convicts nobody the less.
test.concurrent.for(Object.entries(mutants))("%s is convicted", async ([name, seed]) => {
  const { findings, errors } = await fuzzAgent(name, seed, 2_000);
  expect({ name, errors, found: findings.length > 0 }).toEqual({ name, errors: [], found: true });
});
