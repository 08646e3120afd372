/** Writes `conformance/schema/agent-1.json` from the table in `schema.ts`. Run from a checkout, after a change of it. */
import { writeFileSync } from "node:fs";
import { agentSchema } from "./schema.ts";

writeFileSync(new URL("../../schema/agent-1.json", import.meta.url), `${JSON.stringify(agentSchema, null, 2)}\n`);
