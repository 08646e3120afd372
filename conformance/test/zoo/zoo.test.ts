import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { casesOf, findRequirement } from "@anysock/protocol-spec";
import { expect, onTestFinished, test } from "vitest";
import { selector } from "../../src/run/selection.ts";
import { faultOf, fileOf } from "../../src/zoo/subject.ts";
import { subjects } from "../../src/zoo/subjects.ts";
import { type Finding, trustedPeer, tryEveryCase } from "../../src/zoo/trial.ts";

test("everybody in the zoo has a file of its own that says its fault first, and nobody is forgotten", () => {
  const files = subjects.map((subject) => fileOf(subject));
  expect(new Set(files).size).toBe(files.length);
  for (const subject of subjects) expect(faultOf(subject)).toMatch(/^\S.*\.$/);
  const zoo = join(import.meta.dirname, "../../zoo");
  const kept = ["servers", "agents", "oddities"].flatMap((folder) =>
    readdirSync(join(zoo, folder)).map((name) => `${folder}/${name}`),
  );
  expect(files.map((file) => `${basename(dirname(file))}/${basename(file)}`).sort()).toEqual(kept.sort());
});

test("what a wrong subject breaks is a requirement that a case verifies", () => {
  for (const id of subjects.flatMap(({ violates }) => violates)) {
    expect(findRequirement(id)?.id, id).toBe(id);
    expect(casesOf(id), id).not.toEqual([]);
  }
});

// One of each kind; the whole zoo takes minutes, and `npm run zoo` plays it.
const sample = [
  ["ends-only-answered", ["half-close/nothing-sent", "echo/zeros"], ["half-close/nothing-sent"]],
  ["trims", ["echo/white-space", "echo/zeros"], ["echo/white-space"]],
  ["upper-without-z", ["upper/alphabet", "upper/hello"], ["upper/alphabet"]],
  ["drops-rest-of-chunk", ["read/small-pieces", "read/bulk"], ["read/small-pieces/client", "read/small-pieces/server"]],
  // It takes no connections any more: the case after the one that convicts it meets a fresh process.
  ["dies-at-empty-reset", ["reset/before-a-byte", "reset/others-unharmed"], ["reset/before-a-byte"]],
  ["ignores-read-timeout", ["read/timed-out"], ["read/timed-out/client", "read/timed-out/server"]],
  ["leaves-path-behind", ["unix/gone-after-close", "unix/stale"], ["unix/gone-after-close"]],
  ["gathers-for-5-ms", ["echo/pipelined", "echo/conversation"], []],
] as const;

test.for(sample)("%s is judged by what it does", async ([name, only, convicted]) => {
  expect(await convictions(name, only)).toEqual(convicted);
});

async function convictions(name: string, only: readonly string[]): Promise<readonly string[]> {
  const subject = subjects.find((each) => each.name === name);
  if (subject === undefined) throw new Error(`nobody in the zoo is called ${name}`);
  const peer = trustedPeer();
  onTestFinished(() => peer.close());
  const { signal } = new AbortController();
  const findings = await tryEveryCase(subject, { seed: 862, signal, peer, thorough: false, chosen: selector(only) });
  expect(findings.map(({ word }) => word)).toSatisfy((words: Finding["word"][]) => {
    return words.length > 0 && words.every((word) => word === "passed" || word === "convicted");
  });
  return findings.filter(({ word }) => word === "convicted").map(({ id }) => id);
}
