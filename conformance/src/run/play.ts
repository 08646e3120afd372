import type { Case, Transport } from "@anysock/protocol-spec";
import { describeExit } from "../agent/failure.ts";
import type { AgentProcess } from "../agent/process.ts";
import { StageRecord } from "../stage/record.ts";
import { BULK_SECONDS, createStage, type OpenStage } from "../stage/stage.ts";
import { type Company, seatsOf } from "./company.ts";
import { type Cast, type Judgement, judgeError, judgeOutcome } from "./judge.ts";
import type { Occupant, Seat } from "./seat.ts";

/** One playing of one case. */
export interface Playing {
  readonly judgement: Judgement;
  readonly record: StageRecord;
  /** How many events there were when the judgement was made. */
  readonly eventsAtVerdict: number;
  readonly durationMs: number;
  /** Of the judged process, written meanwhile. */
  readonly stderr: string;
  /** How the judged process ended, if it did. */
  readonly died: string | null;
  /** The suite itself ended a process of it meanwhile, for another case's sake: nothing is known about this one. */
  readonly isDisturbed: boolean;
  /** Bytes a second, where it turned out that fewer move than was measured at first. */
  readonly throughput?: number;
}

export interface Pace {
  /** Median round trip of one byte, in milliseconds. */
  readonly roundTrip: number;
  /** Bytes a second; `undefined` where it could not be measured. */
  readonly throughput?: number;
  /** How long a step may stand still, in milliseconds, where that is not to follow from the round trip. */
  readonly patience?: number;
  /** The longest that a case may take, in milliseconds, where that is not a minute. */
  readonly ceiling?: number;
}

export interface PlayOptions {
  readonly transport: Transport;
  readonly seed: number;
  readonly pace: Pace;
  /** Ends the playing: the run is over. */
  readonly signal: AbortSignal;
}

/**
 * The longest that a case may take, in milliseconds. Cases fail for lack of progress long before; this one catches what
 * makes progress for ever and what does not keep to its own waits, so that one hang never loses a run.
 */
const CEILING = 60_000;

/** A process that closes a socket because it dies is reaped a moment later; so long its end is waited for, in ms. */
const DYING = 100;

/**
 * Plays a case once, on a stage of its own, in bounded time: twice, where the first time was not enough for what moves, and
 * less of it can be asked for. Never rejects.
 */
export async function playOnce(one: Case, company: Company, options: PlayOptions): Promise<Playing> {
  const playing = await playAt(one, company, options);
  const { judgement } = playing;
  if (judgement.kind !== "unsupported" || judgement.throughput === undefined) return playing;
  const { throughput } = judgement;
  return { ...(await playAt(one, company, { ...options, pace: { ...options.pace, throughput } })), throughput };
}

async function playAt(one: Case, company: Company, options: PlayOptions): Promise<Playing> {
  const record = new StageRecord();
  const begin = performance.now();
  const seats = seatsOf(one, company);
  const [judged] = seats;
  let judgement: Judgement;
  let isDisturbed = false;
  try {
    for (const seat of seats) await seat.take();
    const vacations = vacationsOf(seats);
    judgement = await playOnStage(one, company, options, record, ({ kind }) => {
      isDisturbed = kind !== "passed" && vacationsOf(seats) > vacations;
    });
  } catch (error) {
    judgement = judgeError(error, one, { isTrusted: (name) => isTrusted(company, name), undeclared: null });
  }
  const ended = performance.now();
  const durationMs = ended - begin;
  const verdictAt = judgement.kind === "failed" ? (judgement.at ?? ended) : ended;
  const exit = judgement.kind === "passed" ? (judged?.exit ?? null) : ((await judged?.settle(DYING)) ?? null);
  const died = exit === null ? null : `${judged?.name} ${describeExit(exit)}`;
  if (died !== null && judged?.trusted === false) judgement = withDeath(judgement, one, died);
  return {
    judgement,
    record,
    eventsAtVerdict: record.events.filter(({ at }) => record.began + at / 1000 <= verdictAt).length,
    durationMs,
    stderr: judged?.stderr(begin) ?? "",
    died,
    isDisturbed,
  };
}

function vacationsOf(seats: readonly Seat<Occupant>[]): number {
  return seats.reduce((sum, { vacations }) => sum + vacations, 0);
}

/** `onJudged` is called before this case gives up its own processes. */
async function playOnStage(
  one: Case,
  company: Company,
  options: PlayOptions,
  record: StageRecord,
  onJudged: (judgement: Judgement) => void,
): Promise<Judgement> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, options.signal]);
  const service = one.needs.service === undefined ? undefined : await company.services.get(one.needs.service)?.take();
  const server = await company.server?.take();
  const client = await company.client.take();
  const cast: Cast = {
    isTrusted: (name) => isTrusted(company, name),
    undeclared: undeclaredTransport(options.transport, server === undefined ? [client] : [client, server]),
  };
  const stage = createStage({
    transport: options.transport,
    seed: options.seed,
    roundTrip: options.pace.roundTrip,
    ...(options.pace.throughput === undefined ? {} : { throughput: options.pace.throughput }),
    ...(options.pace.patience === undefined ? {} : { patience: options.pace.patience }),
    client,
    ...(server === undefined ? {} : { server }),
    ...(service === undefined ? {} : { service }),
    record,
    signal,
  });
  const ceiling = options.pace.ceiling ?? CEILING;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<Judgement>((resolve) => {
    timer = setTimeout(() => resolve(judgeEndless(one, company, stage, options.pace)), ceiling);
  });
  const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<null>();
  const onAbort = () => interrupt(null);
  if (options.signal.aborted) onAbort();
  options.signal.addEventListener("abort", onAbort);
  let ended = false;
  try {
    const judgement = await Promise.race([
      one.play(stage).then(
        (outcome) => judgeOutcome(outcome ?? undefined),
        (error) => judgeError(error, one, cast),
      ),
      interrupted,
      tooLong,
    ]);
    if (judgement !== null) onJudged(judgement);
    // After a failure of the suite itself nobody knows in what state the programs are.
    ended = judgement !== null && judgement.kind !== "harness-error";
    return judgement ?? { kind: "harness-error", reason: "the run was interrupted" };
  } finally {
    clearTimeout(timer);
    // The run's signal outlives thousands of cases.
    options.signal.removeEventListener("abort", onAbort);
    const clean = ended && (await within(stage.dispose(), 2_000));
    // A case that goes on by itself ends at its next step.
    over.abort(new Error("the case is over"));
    // What is still under way in the agents belongs to this case: the next one gets fresh processes.
    if (!clean) await Promise.all(seatsOf(one, company).map((seat) => vacate(seat, company)));
  }
}

function vacate(seat: Seat<Occupant>, company: Company): Promise<void> {
  const isForeign = company.foreign && [...company.services.values()].some((service) => service === seat);
  return isForeign ? Promise.resolve() : seat.vacate();
}

function isTrusted(company: Company, name: string): boolean {
  const seats: (Seat<Occupant> | undefined)[] = [company.client, company.server, ...company.services.values()];
  return seats.some((seat) => seat?.name === name && seat.trusted);
}

function undeclaredTransport(transport: Transport, agents: readonly AgentProcess[]): string | null {
  const without = agents.find(({ capabilities }) => !capabilities.transports.includes(transport));
  return without === undefined ? null : `${without.name} declares no ${transport}`;
}

function withDeath(judgement: Judgement, one: Case, died: string): Judgement {
  if (judgement.kind === "failed") return { ...judgement, actual: `${judgement.actual}; ${died}` };
  if (judgement.kind === "passed")
    return { kind: "failed", expected: `${one.title}, and the process lives`, actual: died };
  return judgement;
}

/**
 * A step that moves bytes for ever is the subject's doing; a case that waits for nothing of the kind is our own fault. What
 * moves the right bytes and has an end is slow, which nothing forbids: a case fails for lack of progress, never for total time.
 */
async function judgeEndless(one: Case, company: Company, stage: OpenStage, pace: Pace): Promise<Judgement> {
  const ceiling = pace.ceiling ?? CEILING;
  const moving = seatsOf(one, company)[0]?.trusted === false ? await stage.stillMoving() : null;
  if (moving === null) return { kind: "harness-error", reason: `the case did not end within ${ceiling / 1000} s` };
  const actual = `after ${ceiling / 1000} s ${moving.text}`;
  if (!moving.hasEnd) return { kind: "failed", expected: one.title, actual, stalled: true };
  const slow = { kind: "unsupported", reason: `${actual}, and right so far: too slow to be judged` } as const;
  // Half of what was moved takes half of the time.
  const throughput = Math.floor(moving.through / 2 / BULK_SECONDS);
  return stage.hasBulk && throughput < (pace.throughput ?? Infinity) ? { ...slow, throughput } : slow;
}

/** Whether a promise is fulfilled in time. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const done = promise.then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([done, late]);
  clearTimeout(timer);
  return inTime;
}
