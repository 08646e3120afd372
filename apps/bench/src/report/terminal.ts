import type picocolors from "picocolors";
import { TARGET } from "../statistics.ts";
import { columns, isMeasured } from "./columns.ts";
import type { Result } from "./result.ts";

type Colors = ReturnType<typeof picocolors.createColors>;

/** The results of one runtime, as an aligned table. Pairs are native / adapter. */
export function table(results: readonly Result[], colors: Colors): string {
  const measured = results.filter(isMeasured);
  const cells = measured.map((result) => columns.map(({ cell }) => cell(result)));
  const widths = columns.map(({ title }, at) => Math.max(title.length, ...cells.map((line) => line[at]?.length ?? 0)));
  const aligned = (line: readonly string[]): string =>
    line
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  const lines = cells.map((line, at) => {
    const reached = (measured[at]?.outcome.figure.median ?? 0) >= TARGET;
    return reached ? aligned(line) : colors.yellow(aligned(line));
  });
  const [first] = results;
  const heading = first === undefined ? "" : `${first.runtime} ${first.version}`;
  const failures = results
    .filter(({ error }) => error !== null)
    .map(({ row, error }) => colors.red(`${row.id}: ${error}`));
  const title = colors.dim(aligned(columns.map((column) => column.title)));
  return [colors.bold(heading), ...(cells.length > 0 ? [title] : []), ...lines, ...failures].join("\n");
}

/** One sentence about the whole. */
export function verdict(results: readonly Result[]): string {
  const measured = results.filter(isMeasured);
  const reached = measured.filter(({ outcome }) => outcome.figure.median >= TARGET).length;
  return `${reached} of ${measured.length} rows reach ${TARGET}. A figure of 1 or more: anysock is as fast as the native echo, or faster. Pairs are native / adapter.`;
}
