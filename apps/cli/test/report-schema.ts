import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

/** What is wrong with a report, by its published schema. */
export function faultsOf(schema: "report-1" | "matrix-1" | "fuzz-1" | "adapter-1", report: unknown): readonly string[] {
  const file = new URL(`../../../conformance/schema/${schema}.json`, import.meta.url);
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
  return validate(report)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
