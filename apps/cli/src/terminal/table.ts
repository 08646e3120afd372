import { type Cell, formatLevel, summarize } from "@anysock/conformance";
import Table from "cli-table3";
import type { Screen } from "./screen.ts";

/** Servers down, clients across, a line for each transport in every cell. */
export function matrixTable(
  screen: Screen,
  cells: readonly Cell[],
  servers: readonly string[],
  clients: readonly string[],
): string {
  const { colors } = screen;
  const table = new Table({
    head: ["server \\ client", ...clients],
    style: { head: [], border: [], compact: false },
  });
  for (const server of servers) {
    const row = clients.map((client) =>
      cells
        .filter((cell) => cell.server === server && cell.client === client)
        .map((cell) => cellLine(cell, screen))
        .join("\n"),
    );
    table.push([colors.bold(server), ...row]);
  }
  return table.toString();
}

function cellLine({ transport, results, isGate }: Cell, { colors }: Screen): string {
  const { must, should } = summarize(results);
  const text = formatLevel("MUST", must);
  const paint =
    must.failed > 0 && isGate ? colors.red : must.failed + must.notJudged > 0 ? colors.yellow : colors.green;
  const shoulds = should.failed > 0 ? colors.yellow(`, ${should.failed} SHOULD failed`) : "";
  return `${transport.padEnd(5)}${paint(text)}${shoulds}${isGate ? "" : colors.dim(" measured")}`;
}
