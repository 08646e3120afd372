import type { CellName } from "../matrix/matrix.ts";
import { isFailure, type Judged } from "../run/result.ts";

/** One cause of failure, and everywhere it was met. */
export interface Cause {
  /** The first of them, which stands for all. */
  readonly example: Judged;
  readonly cells: readonly (CellName | null)[];
}

/** Failures that say the same, put together: the same case, the same verdict, the same words but for numbers and names. */
export function distinctCauses(
  results: readonly { readonly cell: CellName | null; readonly result: Judged }[],
): readonly Cause[] {
  const causes = new Map<string, { readonly example: Judged; readonly cells: (CellName | null)[] }>();
  for (const { cell, result } of results) {
    if (!isFailure(result.verdict) && result.verdict !== "harness-error") continue;
    const key = [result.id, result.verdict, essence(result, cell)].join("\n");
    const cause = causes.get(key);
    if (cause === undefined) causes.set(key, { example: result, cells: [cell] });
    else cause.cells.push(cell);
  }
  return [...causes.values()].sort((a, b) => weight(a.example) - weight(b.example));
}

const weights = { MUST: 0, SHOULD: 1, MAY: 2 } as const;

/** Violations first; inside a level as they came. */
function weight({ level, verdict }: Judged): number {
  return weights[level] * 2 + (verdict === "harness-error" ? 1 : 0);
}

/** What was expected and met, without what differs from one cell to the next: addresses, numbers, names of runtimes. */
function essence({ expected, actual, reason }: Judged, cell: CellName | null): string {
  let words = `${expected ?? ""}\n${actual ?? ""}\n${reason ?? ""}`.split("\n    at ")[0] ?? "";
  for (const name of cell === null ? [] : [cell.server, cell.client]) words = words.replaceAll(name, "…");
  return words
    .replaceAll(/(?:tcp|udp):\/\/\S+|unix:\S+/g, "…")
    .replaceAll(/\b[0-9a-f]{8,}\b/g, "…")
    .replaceAll(/\d+/g, "…");
}

/** `bun server with node, deno clients (tcp4, unix)`, a line for each server. */
export function describeCells(cells: readonly (CellName | null)[]): readonly string[] {
  const byServer = new Map<string, CellName[]>();
  for (const cell of cells) if (cell !== null) byServer.set(cell.server, [...(byServer.get(cell.server) ?? []), cell]);
  return [...byServer].map(([server, met]) => {
    const clients = [...new Set(met.map(({ client }) => client))].join(", ");
    const transports = [...new Set(met.map(({ transport }) => transport))].join(", ");
    return `${server} server with ${clients} client (${transports})`;
  });
}
