/**
 * Writes `conformance/schema/report-1.json`, `matrix-1.json`, `adapter-1.json` and `fuzz-1.json` from the tables in `schema.ts`, and in the
 * fuzz's. Run from a checkout, after a change of them.
 */
import { writeFileSync } from "node:fs";
import { fuzzSchema } from "../fuzz/schema.ts";
import { adapterSchema, matrixSchema, reportSchema } from "./schema.ts";

const schemas = {
  "report-1": reportSchema,
  "matrix-1": matrixSchema,
  "adapter-1": adapterSchema,
  "fuzz-1": fuzzSchema,
};
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(new URL(`../../schema/${name}.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
