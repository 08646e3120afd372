import { optionTable } from "@anysock/core";
import { expect, test } from "vitest";
import { requirements } from "../src/index.ts";

test("every option of core has one requirement, which names it", () => {
  const clauses = requirements.filter(({ id }) => id.startsWith("OPTION-")).map(({ clause }) => clause);
  for (const option of Object.keys(optionTable)) {
    const naming = clauses.filter((clause) => new RegExp(`^The option ${option}\\b`).test(clause));
    expect([option, naming.length]).toEqual([option, 1]);
  }
  expect(clauses.length).toBe(Object.keys(optionTable).length);
});
