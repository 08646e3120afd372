import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DatagramOptionId, optionTable } from "@anysock/core";
import { findRequirement, requirements } from "@anysock/protocol-spec";
import { describe, expect, test } from "vitest";
import { datagramOptions } from "../src/cases/datagram-option.ts";
import { apiCases } from "../src/catalogue.ts";
import { apiCasesOf } from "../src/explain.ts";

const ids = apiCases.map(({ id }) => id);

describe("the API cases", () => {
  test("are at least 120", () => {
    expect(apiCases.length).toBeGreaterThanOrEqual(120);
  });

  test("have ids of their own, in order", () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(ids);
  });

  test.each(apiCases)("$id: its area is its file", ({ id }) => {
    const [, area] = /^api\/([a-z-]+)\/.+$/.exec(id) ?? [];
    const file = fileURLToPath(new URL(`../src/cases/${area}`, import.meta.url));
    expect(existsSync(`${file}.ts`) || existsSync(file)).toBe(true);
  });

  test.each(apiCases)("$id verifies requirements that there are, of one level", ({ verifies }) => {
    const levels = verifies.map((id) => findRequirement(id)?.level);
    expect(levels).not.toContain(undefined);
    expect(new Set(levels).size).toBe(1);
  });

  test.each(apiCases)("$id says what fault it catches, in one sentence", ({ title, convicts }) => {
    expect(title).not.toMatch(/\.$/);
    expect(convicts.length).toBeGreaterThan(10);
    expect(convicts).not.toMatch(/[.;]$/);
  });
});

test.each(Object.entries(datagramOptions))(
  "%s has a requirement that names it, and its effect a case that verifies that",
  (id, { requirement, effect }) => {
    const name = id.replace(/^udp:/, "");
    expect(findRequirement(requirement)?.clause).toMatch(new RegExp(`\\boption ${name}\\b`));
    const shown = apiCases.find((one) => one.id === effect);
    expect(shown).toMatchObject({ over: "datagrams", verifies: expect.arrayContaining([requirement]) });
    const { capability } = optionTable[id as DatagramOptionId];
    // All that a datagram socket is needs the capability that there are datagrams.
    if (capability !== "udp") expect(shown?.capabilities).toContain(capability);
  },
);

test.each(requirements.filter(({ observable }) => observable === "inside"))(
  "$id, which only a program inside the runtime can see, has an API case",
  ({ id }) => {
    expect(apiCasesOf(id).length).toBeGreaterThan(0);
  },
);

/** `| R3 | a read that … | \`api/read/cancelled\`, … |`, of the table of rules. */
const rules = [
  ...readFileSync(new URL("../../../docs/test-an-adapter.md", import.meta.url), "utf8").matchAll(
    /^\| ([A-Z]\d) \| [^|]+ \| ([^|]+) \|$/gm,
  ),
].map(([, rule = "", named = ""]) => ({ rule, named: [...named.matchAll(/`([^`]+)`/g)].map(([, id = ""]) => id) }));

const counted = { C: 3, R: 7, W: 5, H: 3, X: 5, L: 7, U: 8, P: 4 };

describe("the rules of docs/test-an-adapter.md", () => {
  test("are all there, in order", () => {
    const all = Object.entries(counted).flatMap(([area, count]) =>
      Array.from({ length: count }, (_, at) => `${area}${at + 1}`),
    );
    expect(rules.map(({ rule }) => rule)).toEqual(all);
  });

  test.each(rules)("$rule has cases, and each that is named is there", ({ named }) => {
    expect(named.length).toBeGreaterThan(0);
    const unknown = named.filter((name) => !ids.some((id) => id === name || id.startsWith(`${name}/`)));
    expect(unknown).toEqual([]);
  });
});
