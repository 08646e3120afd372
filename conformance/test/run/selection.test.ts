import type { Case } from "@anysock/protocol-spec";
import { expect, test } from "vitest";
import { nearest, selector, unmatched } from "../../src/run/selection.ts";
import { caseOf } from "./cases.ts";

const cases: readonly Case[] = [
  caseOf("half-close/nothing-sent", { verifies: ["HALFCLOSE-1"] }),
  caseOf("half-close/large", { verifies: ["HALFCLOSE-2"] }),
  caseOf("reset/mid-echo/client", { verifies: ["RESET-2"] }),
];

function chosen(...globs: string[]): readonly string[] {
  return cases.filter(selector(globs)).map(({ id }) => id);
}

test("without a glob every case is chosen", () => {
  expect(chosen()).toHaveLength(3);
});

test("a glob matches case ids, and requirement ids whatever their letters' case", () => {
  expect(chosen("half-close/*")).toEqual(["half-close/nothing-sent", "half-close/large"]);
  expect(chosen("halfclose-2")).toEqual(["half-close/large"]);
  expect(chosen("RESET-*")).toEqual(["reset/mid-echo/client"]);
});

test("one star stays within a part of an id, and what a glob matches stands for everything below it", () => {
  expect(chosen("*/mid-echo")).toEqual(["reset/mid-echo/client"]);
  expect(chosen("*/client")).toEqual([]);
  expect(chosen("**/client")).toEqual(["reset/mid-echo/client"]);
  expect(chosen("reset")).toEqual(["reset/mid-echo/client"]);
});

test("several globs choose what any of them matches", () => {
  expect(chosen("half-close/large", "RESET-2")).toEqual(["half-close/large", "reset/mid-echo/client"]);
});

test("a glob that chooses nothing comes with what may have been meant", () => {
  expect(unmatched(["half-close/large"], cases)).toEqual([]);
  const [halfclose] = unmatched(["halfclose/large"], cases);
  expect(halfclose?.near).toContain("half-close/large");
  expect(nearest("RESET-3", ["RESET-2", "ECHO-TCP-1"])).toEqual(["RESET-2"]);
  expect(nearest("zzzzzzzzzz", ["RESET-2", "ECHO-TCP-1"])).toEqual([]);
});
