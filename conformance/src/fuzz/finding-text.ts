import type { Transport } from "@anysock/protocol-spec";
import { commandLine } from "../run/command-line.ts";
import { datagramWords } from "./datagram-schedule.ts";
import type { Finding } from "./fuzz.ts";
import { historyLines } from "./history.ts";
import { GLANCE_MS, listenerWords, type Schedule, wordsOf } from "./schedule.ts";

/** What was asked for, as it is written on a command line. */
export interface FuzzCommand {
  readonly seed: number;
  readonly runtimes: readonly string[];
  readonly transports: readonly Transport[];
}

/** The command that plays one finding again. The transports are among what the schedules are drawn from. */
export function rerunOf({ path }: Finding, { seed, runtimes, transports }: FuzzCommand): string {
  const which = [
    "--servers",
    runtimes.join(","),
    "--clients",
    runtimes.join(","),
    "--transports",
    transports.join(","),
  ];
  return commandLine([
    "npx",
    "@anysock/cli",
    "matrix",
    "--fuzz",
    "1",
    "--seed",
    String(seed),
    "--fuzz-path",
    path,
    ...which,
  ]);
}

/** A counterexample in words: what is wrong, the schedule, what was seen on each runtime, and the line that plays it again. */
export function findingLines(finding: Finding, command: FuzzCommand): readonly string[] {
  const { schedule, disagreement, isSteady } = finding;
  const mode = schedule.mode === "stepped" ? "everything at rest after each step" : "nobody waits for anybody";
  return [
    disagreement.why,
    ...(isSteady ? [] : ["  played again it showed nothing: this holds now and then"]),
    `  ${schedule.transport}, ${subjectOf(schedule)}; ${mode}:`,
    ...stepsOf(schedule).map((step) => `    ${step}`),
    ...sections(finding),
    `  again: ${rerunOf(finding, command)}`,
  ];
}

function subjectOf(schedule: Schedule): string {
  if ("listener" in schedule) return "a listener of ours";
  if ("datagrams" in schedule) {
    const queue = schedule.queue === null ? "" : ` with a queue of ${schedule.queue} bytes`;
    return `a socket of ours${schedule.isConnected ? " that is connected to the first" : ""}${queue}`;
  }
  return schedule.connects === "ours" ? "ours connects" : "theirs connects";
}

function stepsOf(schedule: Schedule): readonly string[] {
  if ("datagrams" in schedule) return schedule.datagrams.map((step) => datagramWords(step, GLANCE_MS));
  if (!("listener" in schedule)) return schedule.steps.map(wordsOf);
  let clients = 0;
  return schedule.listener.map((step) => listenerWords(step, step === "connect" ? ++clients : -1));
}

/** Runtimes on which the same was seen share a section. */
function sections({ disagreement: { histories } }: Finding): readonly string[] {
  const seen = new Map<string, string[]>();
  for (const { runtime, events, fault } of histories) {
    const text = historyLines(events).map((line) => `    ${line}`);
    const all = fault === null ? text : [...text, `    expected ${fault.expected}`, `    got      ${fault.actual}`];
    seen.set(all.join("\n"), [...(seen.get(all.join("\n")) ?? []), runtime]);
  }
  return [...seen].flatMap(([text, runtimes]) => [`  on ${runtimes.join(", ")}:`, text]);
}
