import { existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { executable } from "@anysock/conformance";
import { CommanderError } from "commander";
import picocolors from "picocolors";
import { type Arguments, chosenRows, createCommand, hindrance, parseArguments } from "./arguments.ts";
import { compare, type Plan } from "./compare.ts";
import { compareConnecting } from "./connect.ts";
import { compareIdle } from "./idle.ts";
import { markdown, placed } from "./report/markdown.ts";
import { type Report, type Result, report } from "./report/result.ts";
import { table, verdict } from "./report/terminal.ts";
import { type Row, rows } from "./rows.ts";
import { connectOutcome, idleOutcome, outcome } from "./statistics.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let given: Arguments;
  try {
    given = parseArguments(createCommand(), args);
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  if (given.list === true) {
    for (const { id, text } of rows) console.log(`${id.padEnd(20)} ${text}`);
    return 0;
  }
  const hindered = hindrance(given);
  if (hindered !== null) {
    console.error(`bench: ${hindered}`);
    return 2;
  }
  return run(given);
}

async function run(given: Arguments): Promise<number> {
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort(new Error("interrupted"));
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  // A report on stdout is alone there.
  const out = given.json === "-" || given.markdown === "-" ? process.stderr : process.stdout;
  const colors = picocolors.createColors(picocolors.isColorSupported && out.isTTY);
  const started = new Date().toISOString();
  const results: Result[] = [];
  for (const runtime of given.runtime) {
    const own: Result[] = [];
    for (const row of chosenRows(given)) {
      if (interrupt.signal.aborted) break;
      const result = await measure(runtime, row, given, interrupt.signal);
      if (result !== null) own.push(result);
    }
    if (own.length > 0) out.write(`${table(own, colors)}\n\n`);
    results.push(...own);
  }
  out.write(`${verdict(results)}\n`);
  const complete = !interrupt.signal.aborted;
  write(report({ started, complete, rounds: given.rounds, seconds: given.seconds }, results), given);
  if (!complete) return 130;
  return results.some(({ error }) => error !== null) ? 1 : 0;
}

/** `null`: interrupted. */
async function measure(
  runtime: Result["runtime"],
  row: Row,
  { rounds: count, seconds }: Arguments,
  signal: AbortSignal,
): Promise<Result | null> {
  const onRuntime = { runtime, version: executable(runtime).version };
  const onRound = (round: number, of: number): void => progress(`${runtime} ${row.id}`, round, of);
  try {
    return { ...onRuntime, ...(await measured(runtime, row, { rounds: count, seconds, signal, onRound })) };
  } catch (error) {
    if (signal.aborted) return null;
    const why = error instanceof Error ? error.message : String(error);
    return { ...onRuntime, measures: row.measures, row, rounds: [], outcome: null, error: why };
  } finally {
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  }
}

async function measured(runtime: Result["runtime"], row: Row, plan: Plan) {
  const error = null;
  switch (row.measures) {
    case "load": {
      const rounds = await compare(runtime, row, plan);
      return { measures: row.measures, row, rounds, outcome: outcome(rounds, row), error };
    }
    case "connect": {
      const rounds = await compareConnecting(runtime, row, plan);
      return { measures: row.measures, row, rounds, outcome: connectOutcome(rounds), error };
    }
    case "idle": {
      const rounds = await compareIdle(runtime, row, plan);
      return { measures: row.measures, row, rounds, outcome: idleOutcome(rounds), error };
    }
  }
}

/** On a terminal one line that is written over; elsewhere a line for each row. */
function progress(name: string, round: number, count: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${name}: round ${round} of ${count}`);
  else if (round === 1) process.stderr.write(`${name}: ${count} rounds\n`);
}

function write(all: Report, { json, markdown: tables }: Arguments): void {
  if (json !== undefined) put(json, `${JSON.stringify(all, null, 2)}\n`);
  if (tables === undefined) return;
  const document = tables !== "-" && existsSync(tables) ? readFileSync(tables, "utf8") : "";
  put(tables, placed(document, markdown(all)));
}

function put(file: string, text: string): void {
  if (file === "-") process.stdout.write(text);
  else writeFileSync(file, text);
}
