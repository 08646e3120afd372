import { columns, isMeasured } from "./columns.ts";
import type { Report, Result } from "./result.ts";

/** The result as tables, to be put into a document. */
export function markdown(report: Report): string {
  const { kernel, cpu, cores, generator } = report.environment;
  const runtimes = [...new Set(report.results.map(({ runtime }) => runtime))];
  const parts = [
    `${report.started.slice(0, 10)}, ${kernel}, ${cores} × ${cpu}, generator on ${generator}; ${report.rounds} rounds of ${report.seconds} s.` +
      " Pairs are native / adapter.",
    ...(report.complete ? [] : ["**Interrupted: rows are missing.**"]),
    ...runtimes.map((runtime) => section(report.results.filter((result) => result.runtime === runtime))),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section(results: readonly Result[]): string {
  const [first] = results;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
  return [
    `### ${first?.runtime} ${first?.version}`,
    "",
    line(columns.map(({ title }) => title)),
    line(columns.map(() => "---")),
    ...results.filter(isMeasured).map((result) => line(columns.map(({ cell }) => cell(result)))),
    ...results.filter(({ error }) => error !== null).map(({ row, error }) => `\n${row.id} was not measured: ${error}`),
  ].join("\n");
}

const BEGIN = "<!-- figures: npm run bench -- --markdown docs/bench.md -->";
const END = "<!-- end of figures -->";

/** The text of a document with the tables between its two marks; without marks, the tables alone. */
export function placed(document: string, tables: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) return tables;
  return `${document.slice(0, begin + BEGIN.length)}\n\n${tables}\n${document.slice(end)}`;
}
