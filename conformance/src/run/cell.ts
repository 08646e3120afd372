import type { Case, Level, Transport } from "@anysock/protocol-spec";
import { whyNotApplicable } from "./applicable.ts";
import { type Attempts, diedOrStalled, hasFailed, wantsRepeat, wasBystander } from "./attempts.ts";
import type { Company } from "./company.ts";
import { type Pace, type Playing, playOnce } from "./play.ts";
import { blockedResult, type ResultContext, resultOf, unsupportedResult } from "./report-case.ts";
import { type CaseResult, isSuccess } from "./result.ts";
import { seedOf } from "./seed.ts";
import { culpritOf, withoutSurvival } from "./survival.ts";

export interface CellSetup {
  /** In order: every case after those that it depends on. */
  readonly cases: readonly Case[];
  readonly levelOf: (one: Case) => Level;
  readonly transport: Transport;
  readonly company: Company;
  readonly seed: number;
  readonly pace: Pace;
  /** How many cases may be in play at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** The command that plays this one case again. */
  readonly rerun: (one: Case) => string;
  /** Whether a foreign server still takes connections, or datagrams; asked after every case. */
  readonly stillThere?: () => Promise<boolean>;
  readonly onResult?: (result: CaseResult) => void;
}

/** How long a cell may spend on repeating what failed, in milliseconds. */
const REPEATING = 10_000;

/** Plays the cases of one cell, several at a time where they allow it. Never rejects; an interrupted cell is a part of one. */
export async function playCell(setup: CellSetup): Promise<readonly CaseResult[]> {
  return new Cell(setup).play();
}

class Cell {
  readonly #setup: CellSetup;
  readonly #waiting: Case[];
  readonly #inPlay = new Map<
    string,
    { readonly one: Case; readonly done: Promise<void>; readonly company: Set<string> }
  >();
  readonly #failed: Attempts[] = [];
  readonly #results = new Map<string, CaseResult>();
  /** The case after which a foreign server took nothing any more. */
  #gone: CaseResult | null = null;
  /** The case that was played last, and the first MUST that held. */
  #last: Attempts | null = null;
  #first: Attempts | null = null;
  #repeating = 0;
  #pace: Pace;

  constructor(setup: CellSetup) {
    this.#setup = setup;
    this.#pace = setup.pace;
    this.#waiting = [...setup.cases];
  }

  async play(): Promise<readonly CaseResult[]> {
    const { signal, cases } = this.#setup;
    while (!signal.aborted) {
      if (this.#failed.length === 0) await this.#startReady();
      else if (this.#inPlay.size === 0) await this.#repeatFailed();
      if (this.#inPlay.size > 0) await Promise.race([...this.#inPlay.values()].map(({ done }) => done));
      else if (this.#failed.length === 0 && this.#waiting.length === 0) break;
    }
    await Promise.all([...this.#inPlay.values()].map(({ done }) => done));
    return cases.map(({ id }) => this.#results.get(id)).filter((result) => result !== undefined);
  }

  async #startReady(): Promise<void> {
    for (const one of [...this.#waiting]) {
      if (this.#inPlay.size >= this.#setup.concurrency) return;
      if (!this.#isReady(one)) continue;
      const early = await this.#withoutPlaying(one);
      if (early !== null) this.#conclude(early);
      else if (one.needs.alone !== true) this.#start(one);
    }
    // Those that must be alone come when nothing else can.
    const next = this.#waiting.find((one) => this.#isReady(one));
    if (this.#inPlay.size === 0 && next !== undefined) this.#start(next);
  }

  #isReady(one: Case): boolean {
    return (one.dependsOn ?? []).every(
      (id) => !this.#inPlay.has(id) && !this.#waiting.some((other) => other.id === id) && !this.#isSuspect(id),
    );
  }

  #isSuspect(id: string): boolean {
    return this.#failed.some(({ one }) => one.id === id);
  }

  /** The verdict of a case that need not be played. */
  async #withoutPlaying(one: Case): Promise<CaseResult | null> {
    const context = this.#context(one);
    if (this.#gone !== null) return blockedResult(context, this.#gone);
    for (const id of one.dependsOn ?? []) {
      const result = this.#results.get(id);
      if (result === undefined || isSuccess(result)) continue;
      if (result.verdict === "unsupported") return unsupportedResult(context, `${id}: ${result.reason}`);
      return blockedResult(context, result);
    }
    const missing = await whyNotApplicable(one, this.#setup.company);
    return missing === null ? null : unsupportedResult(context, missing);
  }

  #start(one: Case): void {
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
    const company = new Set(this.#inPlay.keys());
    for (const other of this.#inPlay.values()) other.company.add(one.id);
    const done = this.#playFirst(one, company).finally(() => this.#inPlay.delete(one.id));
    this.#inPlay.set(one.id, { one, done, company });
  }

  async #playFirst(one: Case, company: ReadonlySet<string>): Promise<void> {
    const playing = await this.#playOnce(one);
    if (this.#setup.signal.aborted) return;
    const attempts: Attempts = { one, level: this.#setup.levelOf(one), playings: [playing], company };
    if (await this.#isGone()) return await this.#concludeGone(attempts);
    this.#last = attempts;
    if (hasFailed(playing) || playing.isDisturbed) {
      this.#failed.push(attempts);
      return;
    }
    if (attempts.level === "MUST") this.#first ??= attempts;
    this.#conclude(resultOf(attempts, this.#context(one)));
  }

  async #playOnce(one: Case): Promise<Playing> {
    const { transport, company, signal, seed } = this.#setup;
    const playing = await playOnce(one, company, { transport, pace: this.#pace, signal, seed: seedOf(one.id, seed) });
    const { throughput } = playing;
    if (throughput !== undefined) this.#pace = { ...this.#pace, throughput };
    return playing;
  }

  async #isGone(): Promise<boolean> {
    const { company, stillThere } = this.#setup;
    return company.foreign && stillThere !== undefined && !(await stillThere());
  }

  /** Judges the case that a foreign server did not survive; whatever comes after it is blocked. */
  async #concludeGone(attempts: Attempts): Promise<void> {
    const culprit = withoutSurvival(culpritOf(attempts, this.#last), this.#setup.transport);
    this.#gone = resultOf(culprit, this.#context(culprit.one));
    this.#conclude(this.#gone);
    if (culprit.one !== attempts.one) this.#conclude(blockedResult(this.#context(attempts.one), this.#gone));
    if (culprit.level === "MUST" || this.#first === null) return;
    // No MUST is broken by the case itself. One is by the death: what held at first holds no more.
    const first = this.#first;
    first.playings.push(await this.#playOnce(first.one));
    this.#conclude(resultOf(first, this.#context(first.one)));
  }

  /** Plays what failed again, each alone, so that no neighbour can be the reason. */
  async #repeatFailed(): Promise<void> {
    const suspects: Attempts[] = [];
    for (const attempts of this.#failed.splice(0)) suspects.push(await this.#undisturbed(attempts));
    for (const attempts of suspects) {
      while (wantsRepeat(attempts) && this.#mayRepeat(attempts)) {
        const begin = performance.now();
        attempts.playings.push(await this.#playOnce(attempts.one));
        this.#repeating += performance.now() - begin;
      }
    }
    if (this.#setup.signal.aborted) return;
    // Where nobody else can have been the reason, a failure that does not come back is the case's own.
    const isConvicted = suspects.some((one) => one.playings.some(diedOrStalled) && !wasBystander(one));
    for (const suspect of suspects) {
      const acquitted = isConvicted && wasBystander(suspect);
      const counted = acquitted ? { ...suspect, playings: suspect.playings.slice(1) } : suspect;
      this.#conclude(resultOf(counted, this.#context(suspect.one)));
    }
  }

  /** The attempts as they are; or in place of one that the suite itself has cut short, one that was alone. */
  async #undisturbed(attempts: Attempts): Promise<Attempts> {
    if (attempts.playings[0]?.isDisturbed !== true || this.#setup.signal.aborted) return attempts;
    return { ...attempts, playings: [await this.#playOnce(attempts.one)], company: new Set() };
  }

  #mayRepeat({ playings, company }: Attempts): boolean {
    if (this.#setup.signal.aborted || this.#gone !== null) return false;
    const mayBeBystander = playings.length === 1 && playings.some(diedOrStalled) && company.size > 0;
    return mayBeBystander || this.#repeating < REPEATING;
  }

  #conclude(result: CaseResult): void {
    const index = this.#waiting.findIndex(({ id }) => id === result.id);
    if (index !== -1) this.#waiting.splice(index, 1);
    this.#results.set(result.id, result);
    this.#setup.onResult?.(result);
  }

  #context(one: Case): ResultContext {
    const { transport, levelOf, seed, rerun } = this.#setup;
    return { one, level: levelOf(one), transport, seed, rerun: rerun(one) };
  }
}
