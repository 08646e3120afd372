/** Writes `report-1.json`, `matrix-1.json` and `adapter-1.json` of `conformance/schema` from the tables in `schema.ts`. Run from a checkout, after a change of them. */
import { writeFileSync } from "node:fs";
import { adapterSchema, matrixSchema, reportSchema } from "./schema.ts";

for (const [name, schema] of Object.entries({
  "report-1": reportSchema,
  "matrix-1": matrixSchema,
  "adapter-1": adapterSchema,
})) {
  writeFileSync(new URL(`../../schema/${name}.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
