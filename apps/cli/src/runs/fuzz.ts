import {
  type FuzzResult,
  findingLines,
  fuzz,
  fuzzReport,
  runtimeSubject,
  type SubjectId,
  scheduleAt,
} from "@anysock/conformance";
import { runtimeNames, transportNames } from "../arguments.ts";
import type { MatrixArguments } from "../commands/matrix.ts";
import { onInterrupt } from "../interrupt.ts";
import { writeReport } from "../output.ts";
import { checkWritable } from "../refusal.ts";
import { screenBeside } from "../terminal/screen.ts";

/** Without a terminal a line is printed after so many schedules. */
const LINE_EVERY = 250;
/** The least time between two drawings, in milliseconds. */
const FRAME = 80;

/** Plays schedules on the runtimes, tells where they do not do what the model allows, and gives the exit status. */
export async function runFuzz(options: MatrixArguments & { readonly fuzz: number }): Promise<number> {
  const { seed, json, fuzzPath } = options;
  const transports = options.transports ?? transportNames;
  const runs = fuzzPath === undefined ? options.fuzz : 1;
  if (fuzzPath !== undefined) scheduleAt(fuzzPath, { transports, seed });
  if (json !== undefined) checkWritable(json);
  const named: readonly SubjectId[] = [...(options.servers ?? []), ...(options.clients ?? [])];
  const ids = named.length === 0 ? runtimeNames : [...new Set(named)];
  const subjects = ids.map(runtimeSubject);
  const screen = screenBeside(json);
  screen.print(`${subjects.map(({ id, version }) => `${id} ${version}`.trim()).join(", ")}, seed ${seed}`);
  const interrupt = onInterrupt();
  const startedAt = new Date();
  let drawn = 0;
  const result = await fuzz({
    subjects,
    transports,
    runs,
    seed,
    ...(fuzzPath === undefined ? {} : { path: fuzzPath }),
    signal: interrupt.signal,
    onPlayed: (played) => {
      if (!screen.isTerminal && played % LINE_EVERY === 0) screen.print(`${played} of ${runs} schedules`);
      if (performance.now() - drawn < FRAME) return;
      drawn = performance.now();
      screen.live(`${played} of ${runs} schedules`);
    },
  });
  screen.live("");
  interrupt.release();
  const partial = result.played < runs;
  const command = { seed, runtimes: ids, transports };
  for (const finding of result.findings) {
    screen.print();
    const [first = "", ...rest] = findingLines(finding, command);
    screen.print(screen.colors.red(first));
    for (const line of rest) screen.print(line);
  }
  for (const error of result.errors) screen.print(screen.colors.red(`error of the suite: ${error}`));
  const seconds = ((Date.now() - startedAt.getTime()) / 1000).toFixed(1);
  screen.print(`${result.played} of ${runs} schedules on ${ids.join(", ")}: ${verdictOf(result)}, ${seconds} s`);
  const status = interrupt.status ?? statusOf(result);
  if (json === undefined) return status;
  const versions = subjects.map(({ id, version }) => ({ id, version }));
  return writeReport(
    json,
    fuzzReport({ ...command, subjects: versions, schedules: runs, startedAt, partial }, result),
    status,
  );
}

function verdictOf({ findings, errors }: FuzzResult): string {
  const unjudged = errors.length === 0 ? "" : `, ${errors.length} could not be judged`;
  if (findings.length > 0) return `${findings.length} disagree${unjudged}`;
  return `no disagreement${unjudged}`;
}

function statusOf({ findings, errors }: FuzzResult): 0 | 1 | 3 {
  if (findings.length > 0) return 1;
  return errors.length > 0 ? 3 : 0;
}
