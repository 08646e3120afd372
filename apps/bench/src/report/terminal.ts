import type picocolors from "picocolors";
import { TARGET } from "../statistics.ts";
import { isReached, type Table, tables } from "./columns.ts";
import type { Result } from "./result.ts";

type Colors = ReturnType<typeof picocolors.createColors>;

/** The results of one runtime, as aligned tables. Pairs are native / adapter. */
export function table(results: readonly Result[], colors: Colors): string {
  const [first] = results;
  const heading = first === undefined ? "" : `${first.runtime} ${first.version}`;
  const failures = results
    .filter(({ error }) => error !== null)
    .map(({ row, error }) => colors.red(`${row.id}: ${error}`));
  const written = tables(results).map((one) => aligned(one, colors));
  return [[colors.bold(heading), ...written].join("\n"), ...failures].join("\n");
}

function aligned({ titles, lines }: Table, colors: Colors): string {
  const widths = titles.map((title, at) => Math.max(title.length, ...lines.map(({ cells }) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [
    colors.dim(line(titles)),
    ...lines.map(({ cells, reached }) => (reached ? line(cells) : colors.yellow(line(cells)))),
  ].join("\n");
}

/** One sentence about the whole. */
export function verdict(results: readonly Result[]): string {
  const measured = results.map(isReached).filter((reached) => reached !== null);
  const reached = measured.filter(Boolean).length;
  return `${reached} of ${measured.length} rows reach their target. A figure of ${TARGET} or more: anysock is as fast as the native program, or nearly. Pairs are native / adapter.`;
}
