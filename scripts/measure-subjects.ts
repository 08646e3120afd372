/**
 * Measures the runtimes that are no gates, and writes the tables of docs/runtimes/compat.md: `npm run conformance:measured`. Each is a
 * server and a client of the matrix against Node.js, and its adapter is held to the rules of the API inside it. It fails where the suite
 * does; whatever the subjects violate is told, and fails nothing: `--help` of `anysock matrix`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, release } from "node:os";
import process from "node:process";
import {
  binaryOf,
  type CaseResult,
  type Cell,
  exitStatusOfMatrix,
  isFailure,
  type Matrix,
  playMatrix,
  type RuntimeSubject,
  runtimeSubject,
  type SubjectId,
  subjectIds,
  subjects,
  UsageError,
} from "@anysock/conformance";
import { type AdapterTest, resolveAdapter, testAdapter } from "@anysock/conformance/adapter-test";
import { cases, requirements, type Transport } from "@anysock/protocol-spec";
import { withPart } from "./generated-part.ts";
import { type Measured, totals, unmet } from "./measured-tables.ts";

const page = new URL("../docs/runtimes/compat.md", import.meta.url);
const transports: readonly Transport[] = ["tcp4", "tcp6", "unix", "udp4", "udp6"];
const doorTransports = ["tcp4", "tcp6", "unix", "abstract", "udp4", "udp6"];
const seed = 862;

/** The cases of arguments that are refused are so many that they are a run of their own, beside the others. */
const doorParts = ["api/!(refusal)/**", "api/refusal/**"];

/**
 * In Bun 1.3 each refusal on a datagram socket leaves a descriptor, which takes seconds to be sure of and a new process: `join`'s stand for
 * all, which would take longer than everything else here together.
 */
const doorPartsOf: Partial<Record<SubjectId, readonly string[]>> = {
  "bun@1.3": [
    "api/!(refusal)/**",
    "api/refusal/!(drain-datagrams|leave|receive|receive-into|remote|send|send-*|set-datagrams)/**",
  ],
};

/** What fails takes a processor less than it waits for what never comes. */
const AT_ONCE = availableParallelism() + 1;

const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());
process.exitCode = await measure().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  return 2;
});

async function measure(): Promise<number> {
  const rows = subjectIds.filter((id) => !subjects[id].isGate).map(runtimeSubject);
  // The matrix holds Node.js 24 to everything; inside it the adapter is measured as in the other older ones.
  const inside = (["node@24", ...rows.map(({ id }) => id)] as SubjectId[]).map(runtimeSubject);
  const node = runtimeSubject("node");
  const doors = new Map<string, AdapterTest[]>(inside.map(({ id }) => [id, []]));
  const matrices: Matrix[] = [];
  await inTurn([
    ...inside.flatMap(({ id }) =>
      (doorPartsOf[id as SubjectId] ?? doorParts).map(
        (only) => async () => void doors.get(id)?.push(await door(id as SubjectId, only)),
      ),
    ),
    ...rows.map((row) => async () => void matrices.push(await play(row, node))),
    ...rows.map((row) => async () => void matrices.push(await play(node, row))),
  ]);
  if (interrupt.signal.aborted) return 130;
  const matrix: Matrix = {
    cells: matrices.flatMap(({ cells }) => cells).toSorted((one, other) => rank(one) - rank(other)),
    errors: matrices.flatMap(({ errors }) => errors),
  };
  const played = rows.map(({ id, version }) => ({ id, version, results: resultsOf(id, matrix.cells) }));
  const tests = (id: string): readonly AdapterTest[] => doors.get(id) ?? [];
  const held = inside.map(({ id, version }) => ({ id, version, results: tests(id).flatMap((test) => test.results) }));
  const ofDoors = inside.flatMap(({ id }) => tests(id).flatMap((test) => test.errors.map((why) => `${id}: ${why}`)));
  const errors = [...matrix.errors, ...ofDoors];
  write(played, held, errors);
  for (const error of errors) console.error(`error of the suite: ${error}`);
  if (errors.length > 0) return 3;
  const isBroken = held.some(({ results }) => results.some(({ verdict }) => verdict === "harness-error"));
  return isBroken ? 3 : exitStatusOfMatrix(matrix);
}

/** Each as soon as there is room for it. */
async function inTurn(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined && !interrupt.signal.aborted; task = waiting.shift()) {
      await task();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function door(id: SubjectId, only: string): Promise<AdapterTest> {
  const { runtime, older, adapter } = subjects[id];
  const specifier = adapter === "node" ? "@anysock/node" : `@anysock/${runtime}`;
  const begun = performance.now();
  const test = await testAdapter({
    adapter: resolveAdapter(specifier, runtime, process.cwd()),
    binary: binaryOf(older ?? runtime),
    requirements,
    only: [only],
    transports: [],
    runtimeOption: older ?? runtime,
    signal: interrupt.signal,
  });
  console.error(`${specifier} inside ${id}, ${only}: ${Math.round(performance.now() - begun)} ms`);
  return test;
}

function play(server: RuntimeSubject, client: RuntimeSubject): Promise<Matrix> {
  const onCell = ({ transport, durationMs }: Cell): void =>
    console.error(`${server.id} server, ${client.id} client, ${transport}: ${durationMs} ms`);
  const pair = { servers: [server], clients: [client], pairsAtOnce: 1 };
  const specification = { cases, requirements };
  return playMatrix({ specification, ...pair, transports, only: [], seed, signal: interrupt.signal, onCell });
}

/** Whichever pair was done first. */
function rank({ server, transport }: Cell): number {
  return (server === "node" ? transports.length : 0) + transports.indexOf(transport);
}

/** What is said about a row: what it is judged for, and what failed at the other end, which is a gate. */
function resultsOf(id: string, cells: readonly Cell[]): readonly CaseResult[] {
  return cells
    .filter(({ server, client }) => server === id || client === id)
    .flatMap((cell) => cell.results.filter((result) => saysSomethingOf(id, cell, result)));
}

function saysSomethingOf(id: string, { server }: Cell, { subject, verdict }: CaseResult): boolean {
  const isJudged = (subject === "client") === (server !== id);
  return isJudged || isFailure(verdict) || verdict === "harness-error";
}

/** What the suite failed at stands there as well: the rest is a part of it then. */
function write(played: readonly Measured[], held: readonly Measured[], errors: readonly string[]): void {
  const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const where = `${day}, Linux ${release().split("-")[0]}, ${availableParallelism()} cores, against Node.js ${runtimeSubject("node").version}.`;
  const name = "docs/runtimes/compat.md";
  const matrix = withPart(name, readFileSync(page, "utf8"), "matrix", [
    where,
    "",
    ...totals(played, transports),
    "",
    ...unmet(played),
  ]);
  const failed = errors.flatMap((error) => ["", `Error of the suite: ${error.split("\n")[0]}`]);
  const doors = [`${day}.`, ...failed, "", ...totals(held, doorTransports), "", ...unmet(held)];
  writeFileSync(page, withPart(name, matrix, "door", doors));
}
