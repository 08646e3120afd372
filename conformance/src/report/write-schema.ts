/** Writes `conformance/schema/report-1.json` and `matrix-1.json` from the tables in `schema.ts`. Run from a checkout, after a change of them. */
import { writeFileSync } from "node:fs";
import { matrixSchema, reportSchema } from "./schema.ts";

for (const [name, schema] of Object.entries({ "report-1": reportSchema, "matrix-1": matrixSchema })) {
  writeFileSync(new URL(`../../schema/${name}.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
