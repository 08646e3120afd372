import { findRequirement, type Level } from "@anysock/protocol-spec";
import type { ApiCase } from "./api-case.ts";
import { apiCases } from "./catalogue.ts";

/** So many cases of one stem are explained each; of more there is a list. */
const EXPLAINED = 4;

/** The level of a case: that of its requirements, which are all of one. */
export function apiLevelOf({ id, verifies: [first] }: ApiCase): Level {
  const requirement = findRequirement(first);
  if (requirement === undefined) throw new Error(`case ${id} verifies ${first}, which is no requirement`);
  return requirement.level;
}

/** The API cases that verify a requirement. */
export function apiCasesOf(requirement: string): readonly ApiCase[] {
  return apiCases.filter(({ verifies }) => verifies.includes(requirement));
}

/** What an API case says, as plain text of several lines, or all whose ids begin so; `null` where there is none. */
export function explainApi(id: string): string | null {
  const wanted = id.replace(/\/$/, "").toLowerCase();
  const found = apiCases.find((one) => one.id.toLowerCase() === wanted);
  if (found !== undefined) return explainCase(found);
  const below = apiCases.filter((one) => one.id.toLowerCase().startsWith(`${wanted}/`));
  if (below.length === 0) return null;
  return below.length <= EXPLAINED ? below.map(explainCase).join("\n\n") : below.map(explainBriefly).join("\n");
}

function explainBriefly(one: ApiCase): string {
  return `${one.id} (${apiLevelOf(one)}): ${one.title}`;
}

function explainCase(one: ApiCase): string {
  const { id, title, convicts, over, transports, capabilities = [], lacks, needs = [], verifies } = one;
  return [
    `${id} (${apiLevelOf(one)})`,
    `  ${title}.`,
    "",
    "  judges      an adapter, inside its runtime: anysock test adapter",
    `  convicts    ${convicts}`,
    `  transports  ${transports === undefined ? `all of ${over}` : transports.join(", ")}`,
    ...(capabilities.length === 0 ? [] : [`  needs       ${capabilities.join(", ")}`]),
    ...(lacks === undefined ? [] : [`  only        where ${lacks} is not declared`]),
    ...(needs.length === 0 ? [] : [`  machine     ${needs.join(", ")}`]),
    ...verifies.map((verified, index) => {
      return `  ${index === 0 ? "verifies   " : "           "} ${verified}: ${findRequirement(verified)?.clause}`;
    }),
  ].join("\n");
}
