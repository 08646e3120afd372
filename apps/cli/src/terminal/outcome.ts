import {
  type CellName,
  distinctCauses,
  explainCause,
  formatLevel,
  isFailure,
  type Judged,
  type Line,
  type Summary,
} from "@anysock/conformance";
import type { Requirement } from "@anysock/protocol-spec";
import type { Screen } from "./screen.ts";

export interface PlacedResult {
  readonly cell: CellName | null;
  readonly result: Judged;
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

/** What was not judged, and why: nothing that was left out may look as if it had passed, or as if it had failed. */
export function printNotJudged(screen: Screen, results: readonly PlacedResult[]): void {
  for (const [block, group] of grouped(results, blockOf))
    screen.print(`not judged: ${cases(group)}, blocked by ${block}`);
  const unplayable = grouped(results, ({ verdict, blockedBy, reason }) =>
    verdict === "blocked" && blockedBy === undefined ? reason : undefined,
  );
  for (const [reason, group] of unplayable) screen.print(`not judged: ${cases(group)}: ${reason}`);
  const unsupported = grouped(results, ({ verdict, reason }) => (verdict === "unsupported" ? reason : undefined));
  for (const [reason, group] of unsupported) {
    const ids = [...new Set(group.flatMap(({ requirements }) => requirements))].sort();
    screen.print(`n/a, which counts against nobody: ${ids.join(", ")} (${cases(group)}): ${reason}`);
  }
}

/** By which case, and why. What only says that the other one failed says nothing more. */
function blockOf({ verdict, blockedBy, reason }: Judged): string | undefined {
  if (verdict !== "blocked" || blockedBy === undefined) return undefined;
  const { id } = blockedBy;
  return reason === undefined || reason.startsWith(`${id} `) ? id : `${id}: ${reason}`;
}

/** What each MAY turned out to be: `observed ECHO-TCP-9, echo/pieces: reads 1 to 3`. */
export function printObserved(screen: Screen, results: readonly PlacedResult[]): void {
  const values = new Map<string, (string | number | boolean)[]>();
  for (const { result } of results) {
    if (result.verdict !== "observed") continue;
    for (const [name, value] of Object.entries(result.observations ?? {})) {
      const what = `${result.requirements.join(", ")}, ${result.id}: ${name}`;
      values.set(what, [...(values.get(what) ?? []), value]);
    }
  }
  for (const [what, met] of values) screen.print(`observed ${what} ${rangeOf(met)}`);
}

/** Numbers from the least to the greatest, anything else once each. */
function rangeOf(values: readonly (string | number | boolean)[]): string {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) return [...new Set(values)].join(", ");
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  return least === greatest ? `${least}` : `${least} to ${greatest}`;
}

/** What is measured only, and no gate, is told as such, and alarms nobody. */
interface Stake {
  readonly isGate: boolean;
}

/** The totals, in requirements. */
export function printTotals(screen: Screen, summary: Summary, { isGate }: Stake = { isGate: true }): void {
  const { colors } = screen;
  const parts = [
    ["MUST", summary.must],
    ["SHOULD", summary.should],
    ["MAY", summary.may],
  ] as const;
  const text = parts
    .filter(([, { total }]) => total > 0)
    .map(([level, counts]) => {
      const paint = counts.failed > 0 ? (level === "MUST" && isGate ? colors.red : colors.yellow) : colors.green;
      return paint(formatLevel(level, counts));
    });
  screen.print(`${isGate ? "" : "measured: "}${text.join("   ")}`);
}

/** What the totals of the MUST amount to, in words. */
export function printVerdict(
  screen: Screen,
  { must }: Summary,
  results: readonly Judged[],
  { isGate }: Stake = { isGate: true },
): void {
  const { colors } = screen;
  if (must.failed > 0) {
    const failed = results.filter(({ level, verdict }) => level === "MUST" && isFailure(verdict));
    const ids = [...new Set(failed.flatMap(({ requirements }) => requirements))].sort();
    const paint = isGate ? colors.red : colors.yellow;
    const whose = isGate ? "" : ", where nobody is held to it";
    screen.print(paint(`${must.failed} MUST failed${whose}: ${ids.join(", ")}.`));
  } else if (must.notJudged > 0) {
    screen.print(colors.yellow(`No MUST failed, but ${must.notJudged} could not be judged.`));
  } else if (must.total > 0) {
    screen.print(colors.green(`No MUST failed${must.notApplicable > 0 ? "; n/a is no failure" : ""}.`));
  }
}

function grouped(results: readonly PlacedResult[], key: (result: Judged) => string | undefined): Map<string, Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const { result } of results) {
    const name = key(result);
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return groups;
}

function cases({ length }: readonly Judged[]): string {
  return length === 1 ? "1 case" : `${length} cases`;
}
