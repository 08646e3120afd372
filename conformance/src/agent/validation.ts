import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { AgentResults } from "./protocol.ts";
import { AGENT_SCHEMA_ID, agentSchema } from "./schema.ts";

const ajv = new Ajv2020({ allErrors: false, strict: true, allowUnionTypes: true });
ajv.addSchema(agentSchema);
// Compiled at the first use of each: a schema costs a millisecond, a check a microsecond.
const compiled = new Map<string, ValidateFunction>();

/** What is wrong with a line of the protocol, or `null`. */
export function faultOf(direction: "request" | "answer", op: keyof AgentResults, line: unknown): string | null {
  const name = `${direction}-${op}`;
  let validate = compiled.get(name);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `${AGENT_SCHEMA_ID}#/$defs/${name}` });
    compiled.set(name, validate);
  }
  if (validate(line)) return null;
  const errors = validate.errors ?? [];
  // Of the alternatives of an answer, the one that went furthest is the one that was meant.
  const [first] = errors.toSorted((a, b) => b.instancePath.length - a.instancePath.length);
  const where = first?.instancePath ? `${first.instancePath} ` : "";
  return `not a valid ${direction} of ${op}: ${where}${first?.message ?? "no alternative fits"}`;
}
