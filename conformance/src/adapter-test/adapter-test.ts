import { type ApiCase, apiCases, type InsideOptions, type PeerKind, type PlannedLine } from "@anysock/adapter-suite";
import type { Requirement } from "@anysock/protocol-spec";
import { commandLine } from "../run/command-line.ts";
import { selector } from "../run/selection.ts";
import { levelIn } from "../run/specification.ts";
import { UsageError } from "../run/usage-error.ts";
import type { Executable } from "../subject/executable.ts";
import { hangs, hasPassed, isStalled, playingOf, playingOfEnd } from "./playing.ts";
import { type Hello, type ProcessEnd, playInside } from "./process.ts";
import type { ResolvedAdapter } from "./resolve.ts";
import { type AdapterResult, blocked, type Playing, type ResultContext, resultOf, unplayed } from "./result.ts";
import { type AdapterTransport, adapterTransports } from "./transports.ts";

export interface AdapterTestOptions {
  readonly adapter: ResolvedAdapter;
  readonly binary: Executable;
  readonly requirements: readonly Requirement[];
  readonly only: readonly string[];
  /** Empty: all. */
  readonly transports: readonly AdapterTransport[];
  /** Whose raw sockets are the other end of streams, where a case does not need Python's; absent: Python's, where there are some. */
  readonly peer?: PeerKind;
  /** How the runtime was asked for, so that a case can be played again; absent: it was not. */
  readonly runtimeOption?: string;
  readonly signal: AbortSignal;
  /** Milliseconds beyond which a case hangs, where that is less than its own limit. */
  readonly limit?: number;
  readonly onHello?: (hello: Hello) => void;
  readonly onResult?: (result: AdapterResult) => void;
}

export interface AdapterTest {
  /** What the adapter says of itself; `null`: it was not asked any more. */
  readonly declared: Pick<Hello, "runtime" | "supports"> | null;
  readonly results: readonly AdapterResult[];
  /** Failures of the suite itself. */
  readonly errors: readonly string[];
}

/** How long a run may spend on repeating what failed, in milliseconds. */
const REPEATING = 30_000;
/** How often a case that failed is played in all. */
const PLAYINGS = 3;
/** So many cases that hang in one area, on whatever transports, leave no doubt about the others of that area where another one hangs. */
const HANGING_IN_AREA = 2;
/**
 * So many that hang on one transport: from there on one is enough in each area. So a run of an adapter that hangs wherever it can, in each of
 * the 23 areas of streams, waits for 26 cases on the first transport, two of them twice, and for 23 on each other one: 20 s each.
 */
const HANGING = 6;

/**
 * Plays the API cases on an adapter, in its runtime. A process in which a case failed is not trusted any more: another one goes on behind it.
 * @throws UsageError where it is no adapter.
 */
export async function testAdapter(options: AdapterTestOptions): Promise<AdapterTest> {
  return await new AdapterRun(options).run();
}

/** The cases of a run. */
export function chosenApiCases(only: readonly string[], transports: readonly AdapterTransport[]): readonly ApiCase[] {
  return apiCases
    .filter(selector(only))
    .filter((one) => transports.length === 0 || transportsOf(one).some((name) => transports.includes(name)));
}

function transportsOf({ over, transports }: ApiCase): readonly AdapterTransport[] {
  return transports ?? adapterTransports.filter((name) => name.startsWith("udp") === (over === "datagrams"));
}

class AdapterRun {
  readonly #options: AdapterTestOptions;
  readonly #ids: readonly string[];
  readonly #levelOf: (one: ApiCase) => ResultContext["level"];
  /** By its index in the plan. */
  readonly #results = new Map<number, AdapterResult>();
  readonly #errors: string[] = [];
  #hello: Hello | null = null;
  #repeating = 0;
  /** Where the next process begins. */
  #next = 0;

  constructor(options: AdapterTestOptions) {
    this.#options = options;
    this.#ids = chosenApiCases(options.only, options.transports).map(({ id }) => id);
    const levelOf = levelIn({ cases: [], requirements: options.requirements });
    this.#levelOf = (one) => levelOf(one);
  }

  async run(): Promise<AdapterTest> {
    while (!this.#options.signal.aborted && !this.#isOver()) {
      const failed = await this.#playOn();
      if (failed === null) break;
      await this.#conclude(failed.index, failed.playing);
      this.#next = Math.max(this.#next, failed.index + 1);
      while (this.#results.has(this.#next)) this.#next += 1;
    }
    const results = [...this.#results].sort(([one], [other]) => one - other).map(([, result]) => result);
    return { declared: this.#hello, results, errors: this.#errors };
  }

  #isOver(): boolean {
    return this.#hello !== null && this.#next >= this.#hello.plan.length;
  }

  /** Plays from where the last process has stopped, until something fails, which is the value; `null`: nothing did. */
  async #playOn(): Promise<{ readonly index: number; readonly playing: Playing } | null> {
    let failed: { readonly index: number; readonly playing: Playing } | null = null;
    const end = await playInside(
      this.#inside(),
      { ...this.#selection(), from: this.#next },
      {
        hello: (hello) => this.#greeted(hello),
        result: (line, printed) => {
          const playing = playingOf(line, printed);
          if (hasPassed(playing)) this.#tell(line.index, resultOf([playing], this.#context(line.index)));
          else failed = { index: line.index, playing };
        },
      },
    );
    if (failed !== null) return failed;
    return this.#failedBy(end);
  }

  /** What the end of a process says against the case that was played, or had been last. */
  #failedBy(end: ProcessEnd): { readonly index: number; readonly playing: Playing } | null {
    if (end.kind === "refused") throw new UsageError(`${this.#options.adapter.specifier} is no adapter: ${end.why}`);
    if (end.kind === "mute") {
      this.#errors.push(`the process never said what it plays: ${end.why}${quoted(end.stderr)}`);
      return null;
    }
    if (end.kind === "ended") return null;
    return { index: end.index, playing: playingOfEnd(end) };
  }

  #greeted(hello: Hello): void {
    if (this.#hello !== null) return;
    this.#hello = hello;
    this.#options.onHello?.(hello);
    for (const [index, { lack }] of hello.plan.entries()) {
      if (lack !== null) this.#tell(index, unplayed(this.#context(index), lack));
    }
  }

  /** Plays it again, each time in a process of its own: what always fails is told from what fails now and then. */
  async #conclude(index: number, first: Playing): Promise<void> {
    const playings = [first];
    const context = this.#context(index);
    while (this.#mayRepeat(playings, context)) {
      const since = performance.now();
      const again = await this.#playAgain(index);
      if (!isStalled(first)) this.#repeating += performance.now() - since;
      if (again === null) break;
      playings.push(again);
    }
    const result = resultOf(playings, context);
    this.#tell(index, result);
    this.#blockBehind(result, playings);
  }

  /** What hangs costs much, and is played once more until something has hung twice on its transport. */
  #mayRepeat(playings: readonly Playing[], { transport }: ResultContext): boolean {
    if (this.#options.signal.aborted) return false;
    if (playings.some(isStalled)) return playings.length === 1 && !this.#hasHungTwice(transport);
    return playings.length < PLAYINGS && this.#repeating <= REPEATING;
  }

  #hasHungTwice(transport: AdapterTransport): boolean {
    return this.#stuckOn(transport).some(({ runs, failed }) => runs > 1 && failed === runs);
  }

  #stuckOn(transport: AdapterTransport): readonly AdapterResult[] {
    return [...this.#results.values()].filter((one) => one.transport === transport && hangs(one));
  }

  async #playAgain(index: number): Promise<Playing | null> {
    let playing: Playing | null = null;
    const end = await playInside(
      this.#inside(),
      { ...this.#selection(), from: index, count: 1 },
      {
        result: (line, printed) => {
          playing = playingOf(line, printed);
        },
      },
    );
    if (end.kind === "died" || end.kind === "stood-still") return playingOfEnd(end);
    return playing;
  }

  /** Where the other cases of its area, or of its transport, would tell no more. */
  #blockBehind(by: AdapterResult, playings: readonly Playing[]): void {
    const block = this.#blockOf(by, playings);
    if (block === null) return;
    for (const [index, { id, transport }] of this.#plan().entries()) {
      if (transport !== by.transport || !block.covers(id) || this.#results.has(index)) continue;
      this.#tell(index, blocked(this.#context(index), by, block.reason));
    }
  }

  #blockOf({ id, verdict, transport }: AdapterResult, playings: readonly Playing[]): Block | null {
    if (verdict === "pass" || verdict === "observed") return null;
    const [{ warmUp } = {}] = playings;
    if (warmUp !== undefined && playings.every((one) => one.warmUp !== undefined)) {
      const failed = `already before it, ${opening(transport)} failed on ${transport}: ${warmUp}`;
      return { reason: `${id} is a ${verdict}: ${failed}`, covers: () => true };
    }
    if (!playings.some(isStalled)) return null;
    const area = areaOf(id);
    const stuck = [...this.#results.values()].filter((one) => hangs(one) && areaOf(one.id) === area);
    if (stuck.length < HANGING_IN_AREA && this.#stuckOn(transport).length < HANGING) return null;
    const where = stuck.map((one) => `${one.id} over ${one.transport}`).join(", ");
    return { reason: `the adapter hangs in api/${area}, at ${where}`, covers: (one) => areaOf(one) === area };
  }

  #tell(index: number, result: AdapterResult): void {
    this.#results.set(index, result);
    this.#options.onResult?.(result);
  }

  #plan(): readonly PlannedLine[] {
    return this.#hello?.plan ?? [];
  }

  #inside(): Parameters<typeof playInside>[0] {
    const { adapter, binary, signal } = this.#options;
    return { runtime: adapter.runtime, binary, url: adapter.url, signal };
  }

  #selection(): Pick<InsideOptions, "ids" | "transports" | "limit" | "peer"> {
    const { transports, limit, peer } = this.#options;
    return {
      ids: this.#ids,
      ...(transports.length === 0 ? {} : { transports }),
      ...(limit === undefined ? {} : { limit }),
      ...(peer === undefined ? {} : { peer }),
    };
  }

  #context(index: number): ResultContext {
    const { id, transport } = this.#plan()[index] ?? {};
    const one = apiCases.find((each) => each.id === id);
    if (one === undefined || transport === undefined) throw new Error(`the process plays ${id}, which is no case here`);
    return { one, level: this.#levelOf(one), transport, rerun: this.#rerun(one, transport) };
  }

  #rerun({ id }: ApiCase, transport: AdapterTransport): string {
    const { adapter, runtimeOption, peer } = this.#options;
    const runtime = runtimeOption === undefined ? [] : ["--runtime", runtimeOption];
    const other = peer === undefined ? [] : ["--peer", peer];
    const chosen = ["--only", id, "--transports", transport];
    return commandLine(["npx", "@anysock/cli", "test", "adapter", adapter.specifier, ...runtime, ...other, ...chosen]);
  }
}

/** What is not played any more, and why. */
interface Block {
  readonly reason: string;
  readonly covers: (id: string) => boolean;
}

/** `read` of `api/read/timed-out`. */
function areaOf(id: string): string {
  return id.split("/")[1] ?? "";
}

/** What comes before the first case of a transport. */
function opening(transport: AdapterTransport): string {
  return transport.startsWith("udp") ? "a socket that is bound" : "a connection that is made and one that is accepted";
}

function quoted(stderr: string): string {
  const last = stderr.trimEnd().split("\n").slice(-20).join("\n");
  return last === "" ? ", and said nothing on stderr" : `; its stderr ends:\n${last}`;
}
