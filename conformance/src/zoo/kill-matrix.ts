import { writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import picomatch from "picomatch";
import { type KillMatrix, killMatrix, type Trial } from "./kill-sets.ts";
import { faultOf, isOdd, type ZooSubject } from "./subject.ts";
import { subjects } from "./subjects.ts";
import { trustedPeer, tryEveryCase } from "./trial.ts";

const HELP = `Plays every case against every wrong subject of the zoo and counts the cases that tell wrong from right.

  npm run zoo -- [--subject GLOB]... [--only GLOB]... [--json FILE] [--seed N]

  --subject GLOB  only these subjects (names of files in conformance/zoo)
  --only GLOB     only these cases
  --json FILE     everything that was found, as JSON
  --seed N        makes the same bytes again

Exit status: 0 if every wrong subject is convicted of what it breaks, nobody who is right is convicted, and at least
60 cases count; 1 otherwise. With --subject or --only nothing is said about the count.
`;

/** Subjects in play at once. Most of a trial is waiting: for a window to pass, or for a subject that hangs. */
const CONCURRENCY = 8;
/** So many cases must count. */
const ENOUGH = 60;

const { values } = parseArgs({
  options: {
    subject: { type: "string", multiple: true },
    only: { type: "string", multiple: true },
    json: { type: "string" },
    seed: { type: "string", default: "862" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const isWhole = values.subject === undefined && values.only === undefined;
const chosenSubject = picomatch(values.subject ?? "**");
const chosenCase = picomatch(values.only ?? "**");
const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());

const began = performance.now();
const trials = await tryAll(subjects.filter(({ name }) => chosenSubject(name)));
const matrix = killMatrix(trials);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(documentOf(trials, matrix), null, 2)}\n`);
process.exitCode = report(matrix) ? 0 : 1;

async function tryAll(all: readonly ZooSubject[]): Promise<readonly Trial[]> {
  const waiting = [...all];
  const done: Trial[] = [];
  const work = async (): Promise<void> => {
    const peer = trustedPeer();
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      if (interrupted.signal.aborted) break;
      const start = performance.now();
      const findings = await tryEveryCase(subject, {
        seed: Number(values.seed),
        signal: interrupted.signal,
        peer,
        chosen: ({ id }) => chosenCase(id),
      });
      done.push({ subject, findings });
      tell({ subject, findings }, performance.now() - start);
    }
    await peer.close();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return all.flatMap((subject) => done.filter((trial) => trial.subject === subject));
}

function tell({ subject, findings }: Trial, durationMs: number): void {
  const convicting = findings.filter(({ word }) => word === "convicted").map(({ id }) => id);
  const unsteady = findings.filter(({ word }) => word === "unsteady").map(({ id }) => `${id}?`);
  const by = [...convicting, ...unsteady].join(" ") || "nobody";
  process.stdout.write(`${subject.name} (${(durationMs / 1000).toFixed(1)} s): ${by}\n`);
}

function report({ counted, idle, faults }: KillMatrix): boolean {
  const lines = [
    "",
    ...counted.flatMap(({ convicts, cases }) => cases.map((id) => `${id}: ${convicts.join(" ")}`)).sort(),
    "",
    ...counted.filter(({ cases }) => cases.length > 1).map(({ cases }) => `count once: ${cases.join(" ")}`),
    ...idle.map((id) => `convicts nobody: ${id}`),
    ...faults,
    "",
    `${counted.length} cases count: so many sets of wrong subjects are told apart (${trials.length} subjects, ` +
      `${((performance.now() - began) / 1000).toFixed(0)} s)`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  const isInterrupted = interrupted.signal.aborted;
  return !isInterrupted && faults.length === 0 && (!isWhole || counted.length >= ENOUGH);
}

function documentOf(all: readonly Trial[], matrix: KillMatrix): object {
  return {
    seed: Number(values.seed),
    count: matrix.counted.length,
    ...matrix,
    subjects: all.map(({ subject, findings }) => ({
      ...subject,
      fault: faultOf(subject),
      odd: isOdd(subject),
      findings,
    })),
  };
}
