import {
  type CaseResult,
  type CellName,
  distinctCauses,
  explainCause,
  formatLevel,
  type Line,
  type Summary,
} from "@anysock/conformance";
import type { Requirement } from "@anysock/protocol-spec";
import type { Screen } from "./screen.ts";

export interface PlacedResult {
  readonly cell: CellName | null;
  readonly result: CaseResult;
}

/** Explains every failure, once for each cause. */
export function printFailures(
  screen: Screen,
  results: readonly PlacedResult[],
  requirements: readonly Requirement[],
): void {
  for (const cause of distinctCauses(results)) {
    screen.print();
    for (const line of explainCause(cause, requirements)) screen.print(painted(line, screen));
  }
}

function painted({ kind, text }: Line, { colors }: Screen): string {
  const paint: Record<Line["kind"], (text: string) => string> = {
    headline: (headline) => colors.bold(colors.red(headline)),
    label: colors.dim,
    expected: colors.green,
    actual: colors.red,
    plain: (plain) => plain,
    divergent: colors.yellow,
    command: colors.cyan,
  };
  return paint[kind](text);
}

/** What was not judged, and why: nothing that was left out may look as if it had passed. */
export function printNotJudged(screen: Screen, results: readonly PlacedResult[]): void {
  const blocked = grouped(results, ({ verdict, blockedBy }) => (verdict === "blocked" ? blockedBy?.id : undefined));
  for (const [id, count] of blocked) screen.print(`${cases(count)} blocked by ${id}`);
  const unsupported = grouped(results, ({ verdict, reason }) => (verdict === "unsupported" ? reason : undefined));
  for (const [reason, count] of unsupported) screen.print(`${cases(count)} n/a: ${reason}`);
}

/** The totals, in requirements. */
export function printTotals(screen: Screen, summary: Summary): void {
  const { colors } = screen;
  const parts = [
    ["MUST", summary.must],
    ["SHOULD", summary.should],
    ["MAY", summary.may],
  ] as const;
  const text = parts
    .filter(([, { total }]) => total > 0)
    .map(([level, counts]) => {
      const paint = counts.failed > 0 ? (level === "MUST" ? colors.red : colors.yellow) : colors.green;
      return paint(formatLevel(level, counts));
    });
  screen.print(text.join("   "));
}

function grouped(
  results: readonly PlacedResult[],
  key: (result: CaseResult) => string | undefined,
): Map<string, number> {
  const groups = new Map<string, number>();
  for (const { result } of results) {
    const name = key(result);
    if (name !== undefined) groups.set(name, (groups.get(name) ?? 0) + 1);
  }
  return groups;
}

function cases(count: number): string {
  return count === 1 ? "1 case" : `${count} cases`;
}
