import {
  exitStatusOfMatrix,
  levelIn,
  type Matrix,
  matrixReport,
  planCases,
  playMatrix,
  type RuntimeSubject,
  resultsOf,
  runtimeSubject,
  type SubjectId,
  selector,
  services,
  summarize,
} from "@anysock/conformance";
import type { Case, Transport } from "@anysock/protocol-spec";
import { checkOnly, runtimeNames, transportNames } from "../arguments.ts";
import type { MatrixArguments } from "../commands/matrix.ts";
import { caseLines } from "../commands/run-options.ts";
import { onInterrupt } from "../interrupt.ts";
import { writeReport } from "../output.ts";
import { checkWritable } from "../refusal.ts";
import { specification } from "../specification.ts";
import { printFailures, printNotJudged, printObserved, printTotals, printVerdict } from "../terminal/outcome.ts";
import { cellName, createProgress } from "../terminal/progress.ts";
import { type Screen, screenBeside } from "../terminal/screen.ts";
import { matrixTable } from "../terminal/table.ts";

/** Plays the matrix, tells, and gives the exit status. */
export async function runMatrix(options: MatrixArguments): Promise<number> {
  const everybody: readonly SubjectId[] = runtimeNames;
  const { servers = everybody, clients = everybody, transports = transportNames, only = [] } = options;
  checkOnly(only, casesOf(transports, []));
  if (options.json !== undefined) checkWritable(options.json);
  const screen = screenBeside(options.json);
  if (options.list) {
    for (const line of caseLines(casesOf(transports, only), levelIn(specification))) screen.print(line);
    return 0;
  }
  const subject = (id: SubjectId): RuntimeSubject =>
    options.gate ? { ...runtimeSubject(id), isGate: true } : runtimeSubject(id);
  const subjects = [...new Set([...servers, ...clients])].map(subject);
  screen.print(`${subjects.map(({ id, version }) => `${id} ${version}`.trim()).join(", ")}, seed ${options.seed}`);
  const interrupt = onInterrupt();
  const progress = createProgress(screen);
  const startedAt = new Date();
  const matrix = await playMatrix({
    specification,
    servers: servers.map(subject),
    clients: clients.map(subject),
    transports,
    only,
    seed: options.seed,
    signal: interrupt.signal,
    onPlan: (count) => progress.plan(count),
    onResult: (cell, result) => progress.result(result, cell),
    onCell: (cell) => {
      if (!screen.isTerminal) screen.print(`${cellName(cell)}: ${cell.results.length} cases in ${cell.durationMs} ms`);
    },
  });
  progress.end();
  interrupt.release();
  const partial = interrupt.status !== null || matrix.errors.length > 0;
  const results = matrix.cells.flatMap((cell) => cell.results);
  tell(screen, matrix, servers, clients, partial);
  screen.print(`${matrix.cells.length} cell-transports, ${results.length} cases, ${seconds(startedAt)} s`);
  const status = interrupt.status ?? exitStatusOfMatrix(matrix);
  if (options.json === undefined) return status;
  const facts = { seed: options.seed, only, startedAt, partial, errors: matrix.errors };
  const named = subjects.map(({ id, version }) => ({ id, version }));
  const report = matrixReport({ ...facts, subjects: named, servers, clients, transports }, matrix);
  return writeReport(options.json, report, status);
}

function casesOf(transports: readonly Transport[], only: readonly string[]): readonly Case[] {
  const chosen = selector(only);
  const subjects: ReadonlySet<Case["subject"]> = new Set(["service", "client", "server"]);
  const plans = transports.flatMap((transport) =>
    planCases(specification.cases, { transport, subjects, services: new Set(services), chosen }),
  );
  return [...new Set(plans)];
}

function tell(
  screen: Screen,
  matrix: Matrix,
  servers: readonly string[],
  clients: readonly string[],
  partial: boolean,
): void {
  const placed = matrix.cells.flatMap((cell) => cell.results.map((result) => ({ cell, result })));
  screen.print();
  screen.print(matrixTable(screen, matrix.cells, servers, clients));
  printFailures(screen, placed, specification.requirements);
  screen.print();
  printNotJudged(screen, placed);
  printObserved(screen, placed);
  for (const error of matrix.errors) screen.print(screen.colors.red(`error of the suite: ${error}`));
  if (partial) screen.print(screen.colors.yellow("The run was cut short: this is a part of it."));
  for (const isGate of [false, true]) {
    const results = resultsOf(matrix.cells, { isGate });
    if (results.length === 0) continue;
    const summary = summarize(results);
    printTotals(screen, summary, { isGate });
    if (!partial) printVerdict(screen, summary, results, { isGate });
  }
}

function seconds(since: Date): string {
  return ((Date.now() - since.getTime()) / 1000).toFixed(1);
}
