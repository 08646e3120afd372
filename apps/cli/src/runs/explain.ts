import process from "node:process";
import { apiCases, apiCasesOf, explainApi } from "@anysock/adapter-suite";
import { explain } from "@anysock/protocol-spec";
import { known } from "../arguments.ts";
import { write } from "../output.ts";
import { specification } from "../specification.ts";

/** Prints what stands behind an id. @throws UsageError where there is no such id */
export function runExplain(id: string): void {
  const stem = explain(id.toLowerCase()) ?? explainApi(id);
  if (stem !== null) {
    void write(process.stdout, `${stem}\n`);
    return;
  }
  const aliases = specification.requirements.flatMap((one) => (one.aliases ?? []).map((alias) => ({ id: alias })));
  const found = known(
    id,
    [...specification.requirements, ...specification.cases, ...apiCases, ...aliases],
    "requirement or case",
  );
  const inside = apiCasesOf(requirementOf(found.id)).map(
    (one, index) => `  ${index === 0 ? "inside     " : "           "} ${one.id}: ${one.title}`,
  );
  void write(process.stdout, `${[explain(found.id) ?? found.id, ...inside].join("\n")}\n`);
}

/** The id that a requirement has now. */
function requirementOf(id: string): string {
  return specification.requirements.find((one) => one.id === id || one.aliases?.includes(id))?.id ?? id;
}
