import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fuzzSchema } from "../../src/fuzz/schema.ts";
import { adapterSchema, matrixSchema, reportSchema } from "../../src/report/schema.ts";

// The command's own tests check that the reports it writes are valid by these files.
test.each([
  ["report-1", reportSchema],
  ["matrix-1", matrixSchema],
  ["adapter-1", adapterSchema],
  ["fuzz-1", fuzzSchema],
])("the published schema %s is the one in the source", (name, schema) => {
  const published = readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(schema);
});
