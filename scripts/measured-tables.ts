/** What the tables of docs/runtimes/compat.md say of what was measured, as Markdown. */
import { stripVTControlCharacters } from "node:util";
import { formatLevel, isFailure, type Judged, summarize } from "@anysock/conformance";

/** One row, and what each case said of it. */
export interface Measured {
  readonly id: string;
  readonly version: string;
  readonly results: readonly Judged[];
}

/** MUST requirements that are met, of those that there are: on each transport, and on all together. */
export function totals(rows: readonly Measured[], transports: readonly string[]): readonly string[] {
  const must = (results: readonly Judged[]): string =>
    formatLevel("MUST", summarize(results).must).slice("MUST ".length);
  return [
    `| row | version | ${transports.join(" | ")} | together |`,
    `| --- | --- | ${transports.map(() => "---").join(" | ")} | --- |`,
    ...rows.map(({ id, version, results }) => {
      const each = transports.map((name) => must(results.filter(({ transport }) => transport === name)));
      return `| \`${id}\` | ${version} | ${each.join(" | ")} | ${must(results)} |`;
    }),
  ];
}

/** A line for each row and requirement that is not met: how many cases say so, on which transports, and what the first of them saw. */
export function unmet(rows: readonly Measured[]): readonly string[] {
  return [
    "| row | requirement | case | on | expected | seen |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.flatMap(({ id, results }) => requirementLines(id, results)),
  ];
}

function requirementLines(row: string, results: readonly Judged[]): readonly string[] {
  const told = results.filter(({ verdict }) => isFailure(verdict) || verdict === "harness-error");
  const byRequirement = Map.groupBy(told, ({ requirements }) => requirements.join(", "));
  return [...byRequirement]
    .toSorted(([one], [other]) => one.localeCompare(other, "en", { numeric: true }))
    .map(([requirement, cases]) => {
      const shown = cases.find(({ verdict }) => verdict !== "harness-error") ?? cases[0];
      if (shown === undefined) throw new Error(`${requirement} has no case`);
      const others = new Set(cases.map(({ id }) => id)).size - 1;
      const columns = [
        `\`${row}\``,
        shown.level === "MUST" ? requirement : `${requirement} (${shown.level})`,
        `\`${shown.id}\`${others > 0 ? `, ${others} more` : ""}`,
        [...new Set(cases.map(({ transport }) => transport))].join(", "),
        shown.expected ?? "",
        `${shown.actual ?? shown.reason ?? ""}${shown.failed < shown.runs ? ` (${shown.failed} of ${shown.runs} times)` : ""}`,
      ];
      return `| ${columns.map(cellText).join(" | ")} |`;
    });
}

/** Characters of what was expected or seen that a cell has room for. */
const LONGEST = 110;

/** One line, without the places of this machine's files, and without what Markdown takes for the end of a column. */
function cellText(text: string): string {
  const line =
    stripVTControlCharacters(text)
      .split(/\n? {4}at /)[0]
      ?.replaceAll("\n", " ") ?? "";
  const said = line
    .replace(/(?:: | \()(?:read|write|listen|connect) (?:tcp|unix):.*$/, "")
    .replace(/ \((?:status \d+ of|cases\/).*$/, "")
    .replace(/, because of .*$/, "");
  return (said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said).replaceAll("|", "\\|");
}
