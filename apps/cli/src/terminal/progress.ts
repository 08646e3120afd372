import type { CellName, Judged } from "@anysock/conformance";
import type { VerdictName } from "@anysock/protocol-spec";
import type { Screen } from "./screen.ts";

/** How far a run has come: redrawn in place on a terminal; elsewhere a line for each failure as it happens. */
export interface Progress {
  plan(cases: number): void;
  result(result: Judged, cell?: CellName): void;
  /** Takes the live lines away. */
  end(): void;
}

const shownVerdicts: readonly VerdictName[] = [
  "violation",
  "flaky",
  "deviation",
  "harness-error",
  "blocked",
  "unsupported",
];

/** The least time between two drawings, in milliseconds. */
const FRAME = 80;

export function createProgress(screen: Screen): Progress {
  /** By case and cell: a result may be corrected later. */
  const verdicts = new Map<string, VerdictName>();
  let total = 0;
  let drawn = 0;
  const draw = (where: string): void => {
    if (performance.now() - drawn < FRAME) return;
    drawn = performance.now();
    const done = verdicts.size;
    screen.live(`${bar(done, total, screen)} ${done}/${total}${tally(verdicts, screen)}\n  ${where}`);
  };
  return {
    plan(cases) {
      total += cases;
      draw("");
    },
    result(result, cell) {
      const where = `${cell === undefined ? "" : `${cellName(cell)}  `}${result.id}`;
      // A cell's name has it.
      const over = cell === undefined ? `  ${result.transport}` : "";
      verdicts.set(`${where} ${result.transport}`, result.verdict);
      if (!screen.isTerminal && isWorthALine(result.verdict)) screen.print(`${result.verdict}  ${where}${over}`);
      draw(screen.colors.dim(where));
    },
    end() {
      screen.live("");
    },
  };
}

/** `bun server, node client, tcp4`. */
export function cellName({ server, client, transport }: CellName): string {
  return `${server} server, ${client} client, ${transport}`;
}

function isWorthALine(verdict: VerdictName): boolean {
  return verdict === "violation" || verdict === "flaky" || verdict === "deviation" || verdict === "harness-error";
}

function bar(done: number, total: number, { colors }: Screen): string {
  const width = 24;
  const filled = total === 0 ? 0 : Math.round((done / total) * width);
  return `${colors.green("━".repeat(filled))}${colors.dim("━".repeat(width - filled))}`;
}

function tally(verdicts: ReadonlyMap<string, VerdictName>, { colors }: Screen): string {
  const all = [...verdicts.values()];
  const parts = shownVerdicts
    .map((verdict) => [verdict, all.filter((one) => one === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  return parts.length === 0 ? "" : colors.yellow(`  ${parts.join(", ")}`);
}
