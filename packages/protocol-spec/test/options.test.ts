import { optionTable } from "@anysock/core";
import { expect, test } from "vitest";
import { requirements } from "../src/index.ts";

/** Of streams; those of datagrams are said with the rest of what datagrams do. */
const options = Object.keys(optionTable).filter((option) => !option.startsWith("udp:"));

test("every option of streams has one requirement, which names it", () => {
  const clauses = requirements.filter(({ id }) => id.startsWith("OPTION-")).map(({ clause }) => clause);
  for (const option of options) {
    const naming = clauses.filter((clause) => new RegExp(`^The option ${option}\\b`).test(clause));
    expect([option, naming.length]).toEqual([option, 1]);
  }
  expect(clauses.length).toBe(options.length);
});
