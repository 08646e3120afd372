import { writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { cases } from "@anysock/protocol-spec";
import picomatch from "picomatch";
import { selector } from "../run/selection.ts";
import { type KillMatrix, killMatrix, type Trial } from "./kill-sets.ts";
import { faultOf, isOdd, type ZooSubject } from "./subject.ts";
import { subjects } from "./subjects.ts";
import { trustedPeer, tryEveryCase } from "./trial.ts";

const HELP = `Plays every case against every wrong subject of the zoo and counts the cases that tell wrong from right.

  npm run zoo -- [--subject GLOB]... [--only GLOB]... [--thorough] [--json FILE] [--seed N]

  --subject GLOB  only these subjects (names of files in conformance/zoo)
  --only GLOB     only these cases, by their own id or a requirement's
  --thorough      plays the cases that measure a process, seconds each, against everybody; otherwise only against
                  those whose fault is in what they keep
  --json FILE     everything that was found, as JSON
  --seed N        makes the same bytes again (862)

What a wrong subject is convicted of besides, beyond what it is known to break, is printed and counted apart: it is no
fault, and no proof.

Exit status: 0 if every wrong subject is convicted, steadily, of what it breaks, nobody who is right ever fails, every
case convicts somebody, and at least 60 cases count; 1 otherwise; 2 if it was asked for something that does not exist. With
--subject or --only nothing is said about cases that convict nobody, nor about the count.
`;

/** Subjects in play at once. Most of a trial is waiting: for a window to pass, or for a subject that hangs. */
const CONCURRENCY = 12;
/** So many cases must count. */
const ENOUGH = 60;

interface Options {
  readonly chosen: readonly ZooSubject[];
  readonly only: readonly string[];
  readonly isWhole: boolean;
  readonly thorough: boolean;
  readonly json: string | undefined;
  readonly seed: number;
}

/** @throws Error that tells in one line what was asked for and does not exist */
function parseOptions(): Options | "help" {
  const { values } = parseArgs({
    options: {
      subject: { type: "string", multiple: true, default: [] },
      only: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      seed: { type: "string", default: "862" },
      thorough: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { subject, only, json, seed, thorough, help } = values;
  if (help) return "help";
  if (!/^\d{1,10}$/.test(seed)) throw new Error(`--seed ${seed}: not a number from 0 on`);
  const chosen = subject.length === 0 ? subjects : subjects.filter(({ name }) => picomatch(subject)(name));
  if (chosen.length === 0) throw new Error(`--subject ${subject.join(", ")}: nobody in conformance/zoo is called so`);
  if (!cases.some(selector(only))) throw new Error(`--only ${only.join(", ")}: there is no such case`);
  const isWhole = subject.length === 0 && only.length === 0;
  return { chosen, only, isWhole, thorough, json, seed: Number(seed) };
}

async function tryAll({ chosen, only, thorough, seed }: Options, signal: AbortSignal): Promise<readonly Trial[]> {
  const waiting = [...chosen];
  const done: Trial[] = [];
  const work = async (): Promise<void> => {
    const peer = trustedPeer();
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      if (signal.aborted) break;
      const began = performance.now();
      const findings = await tryEveryCase(subject, { seed, signal, peer, thorough, chosen: selector(only) });
      done.push({ subject, findings });
      tell({ subject, findings }, performance.now() - began);
    }
    await peer.close();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return chosen.flatMap((subject) => done.filter((trial) => trial.subject === subject));
}

function tell({ subject, findings }: Trial, durationMs: number): void {
  const convicting = findings.filter(({ word }) => word === "convicted").map(({ id }) => id);
  const unsteady = findings.filter(({ word }) => word === "unsteady").map(({ id }) => `${id}?`);
  const by = [...convicting, ...unsteady].join(" ") || "nobody";
  console.log(`${subject.name} (${(durationMs / 1000).toFixed(1)} s): ${by}`);
}

/** Cases x subjects, a line each: a table of so many columns is for programs, which read the JSON. */
function print({ counted, idle, foreign, unsteady, faults }: KillMatrix): void {
  const lines = [
    ...foreign.map(({ subject, requirement, cases: ids }) => `${subject} also: ${requirement} by ${ids.join(" ")}`),
    "",
    ...counted.flatMap(({ convicts, cases: ids }) => ids.map((id) => `${id}: ${convicts.join(" ")}`)).sort(),
    "",
    ...counted.filter(({ cases: ids }) => ids.length > 1).map(({ cases: ids }) => `count once: ${ids.join(" ")}`),
    ...unsteady.map((one) => `unsteady, proves nothing: ${one}`),
    ...idle.map((id) => `convicts nobody: ${id}`),
    ...faults,
  ];
  console.log(`\n${lines.join("\n")}`);
}

function documentOf(trials: readonly Trial[], matrix: KillMatrix, seed: number): object {
  return {
    seed,
    count: matrix.counted.length,
    ...matrix,
    subjects: trials.map(({ subject, findings }) => {
      return { ...subject, fault: faultOf(subject), odd: isOdd(subject), findings };
    }),
  };
}

async function run(options: Options): Promise<number> {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  const began = performance.now();
  const trials = await tryAll(options, interrupted.signal);
  const matrix = killMatrix(trials);
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify(documentOf(trials, matrix, options.seed), null, 2)}\n`);
  }
  print(matrix);
  const { length: count } = matrix.counted;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const enough = options.isWhole ? ` (at least ${ENOUGH} must)` : "";
  console.log(`\n${count} cases count${enough}: so many sets of wrong subjects are told apart`);
  const besides = new Set(matrix.foreign.map(({ subject }) => subject)).size;
  console.log(`${besides} subjects are also convicted of ${matrix.foreign.length} that they are not known to break`);
  console.log(`${matrix.unsteady.length} findings about wrong subjects are unsteady, and prove nothing`);
  console.log(`${trials.length} subjects, ${matrix.faults.length} faults, ${seconds} s`);
  if (interrupted.signal.aborted) return 130;
  if (matrix.faults.length > 0) return 1;
  return options.isWhole && (count < ENOUGH || matrix.idle.length > 0) ? 1 : 0;
}

try {
  const options = parseOptions();
  if (options === "help") console.log(HELP);
  else process.exitCode = await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message.split("\n")[0] : error);
  process.exitCode = 2;
}
