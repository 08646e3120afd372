/**
 * Measures the subjects that are no gates, each as a server and as a client, against Node.js: `npm run conformance:measured`.
 * Prints the tables of docs/runtimes/compat.md, as Markdown. Which is no gate: `--help` of `anysock matrix`.
 */
import process from "node:process";
import {
  type CaseResult,
  type Cell,
  distinctCauses,
  exitStatusOfMatrix,
  formatLevel,
  isFailure,
  type Matrix,
  playMatrix,
  type RuntimeSubject,
  runtimeSubject,
  subjectIds,
  subjects,
  summarize,
  UsageError,
} from "@anysock/conformance";
import { cases, requirements, type Transport } from "@anysock/protocol-spec";

const transports: readonly Transport[] = ["tcp4", "tcp6", "unix"];
const seed = 862;

process.exitCode = await measure().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  return 2;
});

async function measure(): Promise<number> {
  const node = [runtimeSubject("node")];
  const rows = subjectIds.filter((id) => !subjects[id].isGate).map(runtimeSubject);
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const asServers = await play(rows, node, interrupt.signal);
  const asClients = await play(node, rows, interrupt.signal);
  if (interrupt.signal.aborted) return 130;
  const matrix: Matrix = {
    cells: [...asServers.cells, ...asClients.cells],
    errors: [...asServers.errors, ...asClients.errors],
  };
  printTotals(rows, matrix.cells);
  printFailures(rows, matrix.cells);
  for (const error of matrix.errors) console.log(`\nerror of the suite: ${error}`);
  return exitStatusOfMatrix(matrix);
}

function play(
  servers: readonly RuntimeSubject[],
  clients: readonly RuntimeSubject[],
  signal: AbortSignal,
): Promise<Matrix> {
  const specification = { cases, requirements };
  const onCell = ({ server, client, transport, durationMs }: Cell): void =>
    console.error(`${server} server, ${client} client, ${transport}: ${durationMs} ms`);
  return playMatrix({ specification, servers, clients, transports, only: [], seed, signal, onCell });
}

/** The cells of a row, with what is said about the row: what it is judged for, and what failed at the other end, which is a gate. */
function cellsOf({ id }: RuntimeSubject, cells: readonly Cell[]): readonly Cell[] {
  return cells
    .filter(({ server, client }) => server === id || client === id)
    .map((cell) => ({ ...cell, results: cell.results.filter((result) => saysSomethingOf(id, cell, result)) }));
}

function saysSomethingOf(id: string, { server }: Cell, { subject, verdict }: CaseResult): boolean {
  const isJudged = (subject === "client") === (server !== id);
  return isJudged || isFailure(verdict) || verdict === "harness-error";
}

function printTotals(rows: readonly RuntimeSubject[], cells: readonly Cell[]): void {
  console.log(`| row | version | ${transports.join(" | ")} | together |`);
  console.log(`| --- | --- | ${transports.map(() => "---").join(" | ")} | --- |`);
  for (const row of rows) {
    const own = cellsOf(row, cells);
    const must = (results: readonly CaseResult[]): string =>
      formatLevel("MUST", summarize(results).must).slice("MUST ".length);
    const each = transports.map((transport) =>
      must(own.filter((cell) => cell.transport === transport).flatMap(results)),
    );
    console.log(`| \`${row.id}\` | ${row.version} | ${each.join(" | ")} | ${must(own.flatMap(results))} |`);
  }
}

function results(cell: Cell): readonly CaseResult[] {
  return cell.results;
}

/** A line for each row and requirement, which tells one of the cases. */
function printFailures(rows: readonly RuntimeSubject[], cells: readonly Cell[]): void {
  console.log("\n| row | requirement | case | on | expected | seen |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const row of rows) {
    const placed = cellsOf(row, cells).flatMap((cell) => cell.results.map((result) => ({ cell, result })));
    const byRequirement = Map.groupBy(distinctCauses(placed), ({ example }) => example.requirements.join(", "));
    for (const [ids, causes] of [...byRequirement].toSorted(([a], [b]) =>
      a.localeCompare(b, "en", { numeric: true }),
    )) {
      const [first] = causes;
      if (first === undefined) continue;
      const { id, level, failed, runs, expected = "", actual, reason = "" } = first.example;
      const others = new Set(causes.map(({ example }) => example.id)).size - 1;
      const met = new Set(causes.flatMap((cause) => cause.cells).map((cell) => cell?.transport));
      const columns = [
        `\`${row.id}\``,
        level === "MUST" ? ids : `${ids} (${level})`,
        `\`${id}\`${others > 0 ? `, ${others} more` : ""}`,
        transports.filter((transport) => met.has(transport)).join(", "),
        expected,
        `${actual ?? reason}${failed < runs ? ` (${failed} of ${runs} times)` : ""}`,
      ];
      console.log(`| ${columns.map(cellText).join(" | ")} |`);
    }
  }
}

/** One line, without what Markdown takes for the end of a column. */
function cellText(text: string): string {
  const line = text.split("\n    at ")[0]?.replaceAll("\n", " ").replaceAll("|", "\\|") ?? "";
  return line.replace(/(?:: | \()(?:read|write|listen|connect) (?:tcp|unix):.*$/, "");
}
