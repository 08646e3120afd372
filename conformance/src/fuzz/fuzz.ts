import type { Transport } from "@anysock/protocol-spec";
import fc from "fast-check";
import { UsageError } from "../run/usage-error.ts";
import { compare, type Disagreement } from "./compare.ts";
import { Crew, type FuzzSubject } from "./crew.ts";
import { schedules } from "./draw.ts";
import type { Schedule } from "./schedule.ts";

/** Schedules that are in play at once: they wait for round trips most of the time. */
const AT_ONCE = 4;
const SHRINK_MS = 45_000;
const MOST_FINDINGS = 5;

/** From what the schedules are drawn. */
interface Drawing {
  readonly transports: readonly Transport[];
  readonly seed: number;
  /** `false` for agents that are not asked for anything after `close`: those made of the trusted peer. */
  readonly afterClose?: boolean;
}

export interface FuzzOptions extends Drawing {
  readonly subjects: readonly FuzzSubject[];
  /** How many schedules are drawn. */
  readonly runs: number;
  /** Plays this one alone: what a counterexample was printed with. */
  readonly path?: string;
  /** The run ends at so many: what is found after them is seldom anything else. 5 if not given. */
  readonly mostFindings?: number;
  /** How long one counterexample may be made smaller, in milliseconds; 45 s if not given. */
  readonly shrinkMs?: number;
  /** What an operation that must answer is given, in milliseconds; 8 s if not given. */
  readonly patience?: number;
  readonly signal: AbortSignal;
  readonly onPlayed?: (played: number) => void;
}

/** A schedule that shows a fault, as small as it could be made. */
export interface Finding {
  /** Where it stands among the schedules of the seed: with it this one is played again. */
  readonly path: string;
  readonly schedule: Schedule;
  readonly disagreement: Disagreement;
  /** `false`: played again, it showed nothing. Such a fault holds now and then. */
  readonly isSteady: boolean;
}

export interface FuzzResult {
  readonly played: number;
  readonly findings: readonly Finding[];
  /** Failures of the suite itself: nothing is known about these schedules. */
  readonly errors: readonly string[];
}

/**
 * Plays schedules of a seed on every subject against the trusted peer. The same seed draws the same schedules.
 * @throws UsageError where there is no such path
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const drawn = schedules({ transports: options.transports, afterClose: options.afterClose ?? true });
  const crew = new Crew(options.subjects, options.patience);
  try {
    return options.path === undefined
      ? await playAll(drawn, crew, options)
      : await playOne(crew, options, options.path);
  } finally {
    await crew.stop();
  }
}

async function playAll(drawn: fc.Arbitrary<Schedule>, crew: Crew, options: FuzzOptions): Promise<FuzzResult> {
  const { runs, seed, signal, mostFindings = MOST_FINDINGS } = options;
  const all = fc.sample(drawn, { numRuns: runs, seed });
  const suspects: { index: number; disagreement: Disagreement }[] = [];
  const errors: string[] = [];
  let next = 0;
  let played = 0;
  const lane = async (): Promise<void> => {
    while (next < all.length && !signal.aborted && suspects.length + errors.length < mostFindings) {
      const index = next++;
      const schedule = all[index];
      if (schedule === undefined) return;
      try {
        const disagreement = await compare(schedule, crew);
        if (disagreement !== null) suspects.push({ index, disagreement });
      } catch (error) {
        errors.push(`schedule ${index}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      played++;
      options.onPlayed?.(played);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const findings: Finding[] = [];
  for (const { index, disagreement } of suspects) {
    const schedule = all[index];
    if (schedule === undefined) continue;
    const first = { path: String(index), schedule, disagreement, isSteady: false };
    findings.push(signal.aborted ? first : await smaller(drawn, crew, options, first));
  }
  return { played, findings, errors };
}

/** The smallest schedule that still shows a fault, as far as the time goes; by itself, so that nobody else is to blame. */
async function smaller(
  drawn: fc.Arbitrary<Schedule>,
  crew: Crew,
  { seed, signal, shrinkMs = SHRINK_MS }: FuzzOptions,
  first: Finding,
): Promise<Finding> {
  let smallest: { schedule: Schedule; disagreement: Disagreement } | null = null;
  const property = fc.asyncProperty(drawn, async (schedule) => {
    // Who interrupts waits for no further schedule.
    if (signal.aborted) return true;
    const disagreement = await compare(schedule, crew);
    if (disagreement !== null) smallest = { schedule, disagreement };
    return disagreement === null;
  });
  const limits = { interruptAfterTimeLimit: shrinkMs, markInterruptAsFailure: false };
  const details = await fc.check(property, { seed, path: first.path, numRuns: 1, ...limits });
  const found = smallest as { schedule: Schedule; disagreement: Disagreement } | null;
  if (!details.failed || found === null) return first;
  return { path: details.counterexamplePath ?? first.path, ...found, isSteady: true };
}

/**
 * The schedule that a path of the seed leads to.
 * @throws UsageError where there is none
 */
export function scheduleAt(path: string, { transports, afterClose = true, seed }: Drawing): Schedule {
  const [schedule] = fc.sample(schedules({ transports, afterClose }), { seed, path, numRuns: 1 });
  if (schedule === undefined) throw new UsageError(`--fuzz-path ${path} leads to no schedule of seed ${seed}`);
  return schedule;
}

async function playOne(crew: Crew, options: FuzzOptions, path: string): Promise<FuzzResult> {
  const schedule = scheduleAt(path, options);
  try {
    const disagreement = await compare(schedule, crew);
    options.onPlayed?.(1);
    return {
      played: 1,
      findings: disagreement === null ? [] : [{ path, schedule, disagreement, isSteady: true }],
      errors: [],
    };
  } catch (error) {
    return {
      played: 1,
      findings: [],
      errors: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    };
  }
}
