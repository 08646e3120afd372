import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Case, cases, findCase, findRequirement, levelOf, type Transport } from "../src/index.ts";

/** Where a case can be played: streams and datagrams have transports of their own. */
function transportsOf({ needs }: Case): readonly Transport[] {
  return needs.transports ?? (needs.datagrams === true ? ["udp4", "udp6"] : ["tcp4", "tcp6", "unix"]);
}

test("case ids are unique and sorted", () => {
  const ids = cases.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual([...ids].sort());
});

test("every file under cases/ is in the catalogue, under its own path", () => {
  const folder = fileURLToPath(new URL("../src/cases", import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith("index.ts"))
    .map((file) => file.slice(0, -".ts".length));
  const ids = cases.map(({ id }) => id);
  for (const file of files) {
    const own = ids.filter((id) => id === file || id.startsWith(`${file}/`));
    expect(own.length, `${file}.ts is not in the catalogue`).toBeGreaterThan(0);
  }
  for (const id of ids) {
    const file = files.find((path) => id === path || id.startsWith(`${path}/`));
    expect(file, `${id} has no file of its name`).toBeDefined();
  }
});

test("a case verifies existing requirements of one level", () => {
  for (const each of cases) {
    const levels = each.verifies.map((id) => findRequirement(id)?.level);
    expect(levels, each.id).not.toContain(undefined);
    expect(new Set(levels).size, each.id).toBe(1);
    expect(levels[0]).toBe(levelOf(each));
  }
});

test("a case names existing cases that it depends on, that can be played where it can, and no circle", () => {
  for (const each of cases) {
    for (const name of each.dependsOn ?? []) {
      const basis = findCase(name);
      expect(basis, `${each.id} depends on ${name}`).toBeDefined();
      if (basis === undefined) continue;
      expect(basis.needs.service, `${each.id} depends on ${name}`).toBe(each.needs.service);
      for (const transport of transportsOf(each)) {
        expect(transportsOf(basis), `${each.id} depends on ${name}`).toContain(transport);
      }
      expect(ancestors(name), `${each.id} depends on itself`).not.toContain(each.id);
    }
  }
});

test("a case that judges a service names it, and no other does", () => {
  for (const { id, subject, needs } of cases) expect(needs.service !== undefined, id).toBe(subject === "service");
});

test("a case has a title and the sentence of the fault that it convicts", () => {
  for (const { id, title, convicts } of cases) {
    expect(title, id).toMatch(/^["A-Z0-9]|^(abstract|abort|close|closeWrite)\b/);
    expect(title, id).not.toMatch(/\.$/);
    expect(convicts, id).toMatch(/^[A-Z].*\.$/s);
  }
  const sentences = cases.map(({ convicts }) => convicts);
  expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([]);
});

test("there are at least 75 cases", () => {
  expect(cases.length).toBeGreaterThanOrEqual(75);
});

function ancestors(id: string, seen: readonly string[] = []): readonly string[] {
  if (seen.includes(id)) return seen;
  return (findCase(id)?.dependsOn ?? []).flatMap((name) => [name, ...ancestors(name, [...seen, id])]);
}
