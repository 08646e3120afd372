import type { Case } from "./case.ts";
import { cases, casesOf, findCase, levelOf } from "./catalogue.ts";
import type { Requirement } from "./requirement.ts";
import { findRequirement } from "./requirements/index.ts";

/** So many cases of one stem are explained each; of more there is a list. */
const EXPLAINED = 4;

/**
 * What a requirement or a case says, as plain text of several lines; `null` where the id is neither. The beginning of case
 * ids (`write/bulk`, `half-close`) stands for all of them.
 */
export function explain(id: string): string | null {
  const requirement = findRequirement(id);
  if (requirement !== undefined) return explainRequirement(requirement);
  const found = findCase(id);
  if (found !== undefined) return explainCase(found);
  const below = cases.filter((each) => each.id.startsWith(`${id.replace(/\/$/, "")}/`));
  if (below.length === 0) return null;
  return below.length <= EXPLAINED ? below.map(explainCase).join("\n\n") : below.map(explainBriefly).join("\n");
}

function explainBriefly(each: Case): string {
  return `${each.id} (${levelOf(each)}): ${each.title}`;
}

function explainRequirement(requirement: Requirement): string {
  const { id, level, clause, source, observable, aliases = [] } = requirement;
  const verifying = casesOf(id);
  return lines([
    `${id} (${level})`,
    `  ${clause}`,
    "",
    `  source      ${source.document}, ${source.section}`,
    source.derived === undefined ? null : `  derived     ${source.derived}`,
    `  observable  ${typeof observable === "string" ? places[observable] : `not: ${observable.not}`}`,
    aliases.length === 0 ? null : `  once called ${aliases.join(", ")}`,
    ...verifying.map((each, index) => `  ${index === 0 ? "cases      " : "           "} ${each.id}: ${each.title}`),
  ]);
}

const places = {
  wire: "on the wire, by any client or server",
  api: "by the API of the end that is judged",
  inside: "inside the runtime of an adapter: anysock test adapter",
} as const satisfies Record<string, string>;

function explainCase(each: Case): string {
  const { id, title, subject, convicts, needs, dependsOn = [] } = each;
  const { service, transports, capabilities = [], peerCapabilities = [] } = needs;
  return lines([
    `${id} (${levelOf(each)})`,
    `  ${title}.`,
    "",
    `  judges      ${subject === "service" ? `a service: ${service}` : subjects[subject]}`,
    `  convicts    ${convicts}`,
    `  transports  ${transports === undefined ? "all" : transports.join(", ")}`,
    capabilities.length === 0 ? null : `  needs       ${capabilities.join(", ")}`,
    peerCapabilities.length === 0 ? null : `  other end   ${peerCapabilities.join(", ")}`,
    needs.process === undefined ? null : "  measures    the process of the service",
    dependsOn.length === 0 ? null : `  depends on  ${dependsOn.join(", ")}`,
    ...each.verifies.map((verified, index) => {
      return `  ${index === 0 ? "verifies   " : "           "} ${verified}: ${findRequirement(verified)?.clause}`;
    }),
  ]);
}

const subjects = { client: "the end that connects", server: "the end that listens" } as const;

function lines(texts: readonly (string | null)[]): string {
  return texts.filter((text) => text !== null).join("\n");
}
