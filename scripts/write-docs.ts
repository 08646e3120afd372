/**
 * Writes what the documentation takes from the source: the errors, the capabilities, the specification and a case of it.
 * With `--check` it writes nothing and fails where a page is not what the tables say, or names a case that is not there.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { apiCases, apiCasesOf, explainApi } from "@anysock/adapter-suite";
import { cellText, optionColumnNames, optionLines, optionNotes } from "@anysock/conformance";
import { capabilityTable, errorTable } from "@anysock/core";
import { type Case, cases, casesOf, explain, type Requirement, requirements } from "@anysock/protocol-spec";
import { withPart } from "./generated-part.ts";

const check = process.argv.includes("--check");
let stale = 0;

/** So many cases are named each; more are a table's, and named by their area. */
const NAMED = 40;

replace("docs/use-the-library.md", "errors", [
  "| code | meaning | final | what to do |",
  "| --- | --- | --- | --- |",
  ...Object.entries(errorTable).map(
    ([code, { meaning, final, advice }]) => `| \`${code}\` | ${meaning} | ${final ? "yes" : ""} | ${advice ?? ""} |`,
  ),
]);

replace("docs/use-the-library.md", "capabilities", [
  "| capability | what it says |",
  "| --- | --- |",
  ...Object.entries(capabilityTable).map(([capability, meaning]) => `| \`${capability}\` | ${meaning} |`),
]);

replace("docs/use-the-library.md", "options", [
  ...[`| option | ${optionColumnNames.join(" | ")} |`, `| --- |${" --- |".repeat(optionColumnNames.length)}`],
  ...optionLines().map(
    ({ option, cells }) => `| \`${option}\` | ${cells.map(({ outcome }) => cellText(outcome)).join(" | ")} |`,
  ),
  "",
  ...optionNotes().map(({ option, columns, text }) => `- \`${option}\` on ${columns.join("; ")}: ${text}`),
]);

replace("docs/write-a-case.md", "case", [
  "```ts",
  readFileSync(new URL("../packages/protocol-spec/src/cases/half-close/large.ts", import.meta.url), "utf8").trimEnd(),
  "```",
]);

replace("docs/specification.md", "requirements", [...areas()].flatMap(areaSection));

checkCaseNames();

process.exitCode = stale === 0 ? 0 : 1;

/** The requirements by the area that their ids begin with, in the order of the table. */
function areas(): Map<string, Requirement[]> {
  const byArea = new Map<string, Requirement[]>();
  for (const requirement of requirements) {
    const area = requirement.id.replace(/-\d+$/, "");
    byArea.set(area, [...(byArea.get(area) ?? []), requirement]);
  }
  return byArea;
}

function areaSection([area, members]: readonly [string, readonly Requirement[]]): string[] {
  return [`## ${area}`, "", ...members.flatMap(requirementLines), ""];
}

function requirementLines({ id, level, clause, source, observable }: Requirement): string[] {
  const from = `${source.document}, ${source.section}${source.derived === undefined ? "" : ` (${source.derived})`}`;
  const verifying = casesOf(id);
  const inside = apiCasesOf(id);
  const names =
    [...verifying, ...inside].length > NAMED ? summaryOf(inside) : [...verifying, ...inside].map(caseName).join(", ");
  const by = typeof observable === "string" ? names || "`anysock test adapter`" : `no case: ${observable.not}`;
  return [`- **${id}** ${level}: ${clause}  `, `  ${from}  `, `  ${by}`];
}

function summaryOf(inside: readonly Pick<Case, "id">[]): string {
  const areas = new Set(inside.map(({ id }) => id.split("/").slice(0, 2).join("/")));
  return `${[...areas].map((area) => `\`${area}/…\``).join(", ")} (${inside.length} cases)`;
}

function caseName({ id }: Pick<Case, "id">): string {
  return `\`${id}\``;
}

/** Puts `lines` in their place. */
function replace(file: string, name: string, lines: readonly string[]): void {
  const url = new URL(`../${file}`, import.meta.url);
  const text = readFileSync(url, "utf8");
  const written = withPart(file, text, name, lines);
  if (written === text) return;
  if (check) {
    console.error(`${file}: ${name} is not what the source says: run \`npm run docs\``);
    stale += 1;
  } else {
    writeFileSync(url, written);
  }
}

/** A glob of ids without what stands for the rest. */
function stemOf(glob: string): string {
  return glob.replace(/(\/\*+)+$/, "");
}

/** What stands in backquotes as a case does is a case, the beginning of some, or a glob of them; or else something in the repository. */
function checkCaseNames(): void {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const areas = new Set([...cases, ...apiCases].map(({ id }) => id.split("/")[0]));
  const isCase = (name: string): boolean => (explain(stemOf(name)) ?? explainApi(stemOf(name))) !== null;
  // A page of documentation names cases, files and packages; a source may name much else that has a slash in it.
  const isElse = (name: string, file: string): boolean =>
    file.endsWith(".ts") || name === "n/a" || name.startsWith("anysock/") || existsSync(`${root}/${name}`);
  const files = ["README.md", "docs/**/*.md", "packages/*/README.md", "packages/*/src/**/*.ts"];
  for (const file of globSync(files, { cwd: root })) {
    for (const [, name = ""] of readFileSync(`${root}/${file}`, "utf8").matchAll(
      /`(api\/[\w*.:/-]+|[a-z\d-]+(?:\/[a-z\d*-]+)+)`/g,
    )) {
      const isKnown = areas.has(name.split("/")[0]) ? isCase(name) : isElse(name, file);
      if (isKnown) continue;
      console.error(`${file}: there is no case \`${name}\``);
      stale += 1;
    }
  }
}
