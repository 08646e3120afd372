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

test("an empty document becomes the tables, and one without both marks is not replaced", () => {
  expect(placed("", "tables\n")).toBe("tables\n");
  const end = guide.indexOf("<!-- end of figures");
  for (const document of ["something else\n", guide.slice(0, end), guide.slice(end)]) {
    expect(() => placed(document, "tables\n")).toThrow(
      /^it has no place for the tables; accepted: a new file, or one /,
    );
  }
});
