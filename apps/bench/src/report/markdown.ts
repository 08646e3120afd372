import { tables } from "./columns.ts";
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
  const written = tables(results).flatMap(({ titles, lines }) => [
    "",
    line(titles),
    line(titles.map(() => "---")),
    ...lines.map(({ cells }) => line(cells)),
  ]);
  const failures = results
    .filter(({ error }) => error !== null)
    .map(({ row, error }) => `\n${row.id} was not measured: ${error}`);
  return [`### ${first?.runtime} ${first?.version}`, ...written, ...failures].join("\n");
}

const BEGIN = "<!-- figures: npm run bench -- --markdown docs/bench.md -->";
const END = "<!-- end of figures -->";

/** Where in a document the tables stand; `null` where it has no place for them. */
function place(document: string): { readonly from: number; readonly to: number } | null {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  return begin < 0 || end < begin ? null : { from: begin + BEGIN.length, to: end };
}

/** Why the tables cannot be put into this document without a loss; `null`: they can. */
export function whyNotPlaced(document: string): string | null {
  if (document === "" || place(document) !== null) return null;
  return `it has no place for the tables; accepted: a new file, or one with the lines ${BEGIN} and ${END}`;
}

/**
 * The text of a document with the tables between its two marks; of an empty one the tables alone.
 * @throws Error where the tables would take the place of what is there.
 */
export function placed(document: string, tables: string): string {
  const why = whyNotPlaced(document);
  if (why !== null) throw new Error(why);
  const found = place(document);
  if (found === null) return tables;
  return `${document.slice(0, found.from)}\n\n${tables}\n${document.slice(found.to)}`;
}
