import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { placed } from "../src/report/markdown.ts";

const guide = readFileSync(new URL("../../../docs/bench.md", import.meta.url), "utf8");

test("the tables take the place between the marks of docs/bench.md, as often as they are written", () => {
  const once = placed(guide, "tables of yesterday\n");
  const twice = placed(once, "tables of today\n");
  expect(once).toContain("-->\n\ntables of yesterday\n\n<!-- end of figures -->\n");
  expect(twice).toBe(once.replace("of yesterday", "of today"));
  expect(twice.startsWith(guide.slice(0, guide.indexOf("<!-- figures")))).toBe(true);
});

test("a document without marks becomes the tables", () => {
  expect(placed("something else\n", "tables\n")).toBe("tables\n");
});
