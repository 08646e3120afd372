import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findingLines } from "../../src/fuzz/finding-text.ts";
import { fuzz } from "../../src/fuzz/fuzz.ts";
import { rawAgent } from "../../src/subject/runtime.ts";

const file = fileURLToPath(new URL("../../zoo/agents/ends-after-reset.mjs", import.meta.url));
const options = {
  subjects: [{ id: "zoo", agent: () => rawAgent(file) }],
  transports: ["tcp4"],
  seed: 5,
  afterClose: false,
  mostFindings: 1,
  patience: 2_000,
  signal: new AbortController().signal,
} as const;

test("a counterexample is made smaller, told in words, and found again by its path", async () => {
  const { findings } = await fuzz({ ...options, runs: 100, shrinkMs: 15_000 });
  const [finding] = findings;
  if (finding === undefined) throw new Error("nothing was found");
  expect(finding.isSteady).toBe(true);
  // A reset that was reported, and the FIN that does not report it again: nothing of that can be left out.
  const { schedule } = finding;
  expect("steps" in schedule ? schedule.steps.length : Infinity).toBeLessThanOrEqual(3);

  const lines = findingLines(finding, { seed: 5, runtimes: ["zoo"], transports: ["tcp4"] });
  expect(lines[0]).toMatch(/^zoo: expected .*ECONNRESET.*, got ours {4}closeWrite: done$/);
  expect(lines.at(-1)).toBe(
    `  again: npx @anysock/cli matrix --fuzz 1 --seed 5 --fuzz-path ${finding.path} --servers zoo --clients zoo --transports tcp4`,
  );

  const again = await fuzz({ ...options, runs: 1, path: finding.path });
  expect(again.findings.map((one) => one.schedule)).toEqual([schedule]);
});
