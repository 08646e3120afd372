import { expect, test } from "vitest";
import { casesOf, findRequirement, requirements } from "../src/index.ts";

const documents = [
  "RFC 862",
  "RFC 863",
  "RFC 864",
  "RFC 867",
  "RFC 868",
  "RFC 768",
  "RFC 1122",
  "RFC 9293",
  "RFC 4291",
  "RFC 8305",
  "RFC 3493",
  "RFC 4007",
  "RFC 1112",
  "RFC 3376",
  "RFC 4607",
  "socket(7)",
  "POSIX.1-2024",
  "unix(7)",
  "the tutorial",
  "anysock",
];

test("ids are unique, aliases included", () => {
  const ids = requirements.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("an id is an area in capitals and a number", () => {
  for (const { id } of requirements) expect(id).toMatch(/^[A-Z]+(-TCP|-UDP)?-[1-9]\d*$/);
});

test("every requirement has a level, a source that can be looked up, and one sentence", () => {
  for (const { id, level, source, clause } of requirements) {
    expect(["MUST", "SHOULD", "MAY"], id).toContain(level);
    expect(documents, id).toContain(source.document);
    expect(source.section.length, id).toBeGreaterThan(0);
    expect(clause, id).toMatch(/^([A-Z0-9]|abort|close|closeWrite).*\.$/s);
  }
});

test("every requirement has a case, or says why it cannot have one", () => {
  for (const { id, observable } of requirements) {
    const verifying = casesOf(id).length;
    // Those of the third kind are in the suite of adapters, which says so itself.
    if (observable === "wire" || observable === "api") expect(verifying, `${id} has no case`).toBeGreaterThan(0);
    else expect(verifying, `${id} says that no agent can observe it`).toBe(0);
  }
});

test("there are at least 50 requirements", () => {
  expect(requirements.length).toBeGreaterThanOrEqual(50);
});

test("a requirement is found by its id", () => {
  expect(findRequirement("ECHO-TCP-1")?.level).toBe("MUST");
  expect(findRequirement("ECHO-TCP-999")).toBeUndefined();
});
