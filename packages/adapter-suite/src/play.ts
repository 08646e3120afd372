import process from "node:process";
import { setTimeout as after, setImmediate as turn } from "node:timers/promises";
import { type ApiCase, LIMIT } from "./api-case.ts";
import { beginExchanges, endExchanges, unsettled } from "./exchanges.ts";
import { type RawProcess, SuiteFailure } from "./raw-process.ts";
import { leftSince, openDescriptors } from "./setting.ts";

/** What one playing of a case came to. */
export type Played = { readonly kind: "passed" } | Failed | Broken;

/** The suite itself failed. */
interface Broken {
  readonly kind: "broken";
  readonly error: SuiteFailure;
}

interface Failed {
  readonly kind: "failed";
  readonly expected: string;
  readonly actual: string;
  /** What was thrown, where something was. */
  readonly error?: unknown;
  /** It did not come to its end. */
  readonly hangs?: true;
}

/** Plays a case by itself: beside what it expects, nothing may be thrown where nobody catches it, hang, or be left open. */
export async function play(one: ApiCase, setting: Stage): Promise<Played> {
  try {
    await setting.ready?.(one);
  } catch (error) {
    return failed(error);
  }
  const before = openDescriptors();
  const uncaught = watchUncaught();
  const over = new AbortController();
  const limit = one.limit ?? LIMIT;
  beginExchanges();
  try {
    const played = one.play(setting as never).then((): Played => ({ kind: "passed" }), failed);
    const stuck = after(limit, undefined, { signal: over.signal }).then(
      () => hanging(`it comes to its end within ${limit} ms`),
      () => failure("", ""),
    );
    const broken = Promise.race(setting.processes.map((process) => process.broken)).then(brokenBy);
    const result = await Promise.race([played, stuck, uncaught.first, broken]);
    if (result.kind === "failed") endExchanges();
    const kept =
      one.ends && result.kind === "passed" ? await Promise.race([leftByIt(setting, before), stillOpen(over)]) : [];
    const closed = await Promise.race([
      setting.clear().then((): Played => ({ kind: "passed" }), failed),
      stillOpen(over),
    ]);
    const left = await leftSince(before);
    // What the closing leaves to itself is this case's, and not the next one's.
    await turn();
    if (result.kind === "broken") return result;
    // It may have failed at what the end of its peer has left, before that end was known.
    if (result.kind === "failed") return (await firstBroken(setting, over)) ?? result;
    if ("kind" in kept) return kept;
    if (closed.kind !== "passed") return closed;
    if (kept.length > 0) return failure("every connection has given its descriptor back", leftOpen(kept));
    if (left.length > 0) return failure("as many descriptors after it as before", leftOpen(left));
    return uncaught.seen ?? result;
  } finally {
    over.abort();
    uncaught.end();
  }
}

/** Of a case that ends its connections: what is open although nothing of it has been aborted. */
async function leftByIt(setting: Stage, before: ReadonlySet<string>): Promise<readonly string[]> {
  await setting.closeListeners?.();
  return await leftSince(before);
}

/** Milliseconds in which a process that lives answers; one that is held up by what it was asked does not, and lives. */
const ANSWER = 1_000;

async function firstBroken({ processes }: Stage, { signal }: AbortController): Promise<Broken | null> {
  const living = Promise.all(processes.map((process) => process.lives())).then(() => null, failed);
  const found = await Promise.race([living, after(ANSWER, null, { signal }).catch(() => null)]);
  return found?.kind === "broken" ? found : null;
}

function leftOpen(names: readonly string[]): string {
  return `left open: ${names.join(", ")}`;
}

/** What a case is played on. */
export interface Stage {
  /** The raw sockets that it is played against, which are in processes of their own. */
  readonly processes: readonly Pick<RawProcess, "broken" | "lives">[];
  /** Opens what stays open for the cases after it, as the process that it is looked at from. */
  ready?(one: ApiCase): Promise<void>;
  /** Closes the listeners that the case has opened, and nothing else. */
  closeListeners?(): Promise<void>;
  /** Closes what the case has opened. */
  clear(): Promise<void>;
}

/** Milliseconds for what is closed behind a case: at once, on a machine that is not busy. */
const CLOSES = 5_000;

async function stillOpen({ signal }: AbortController): Promise<Failed> {
  await after(CLOSES, undefined, { signal }).catch(() => {});
  return hanging(`what it has opened closes within ${CLOSES} ms`);
}

function failure(expected: string, actual: string, error?: unknown): Failed {
  return { kind: "failed", expected, actual, error };
}

/** With what it waits for, which is where to look. */
function hanging(expected: string): Failed {
  const waiting = unsettled();
  return { ...failure(expected, waiting === "" ? "it hangs" : `it hangs; ${waiting}`), hangs: true };
}

function brokenBy(error: SuiteFailure): Broken {
  return { kind: "broken", error };
}

/** Of a matcher of `expect` what it compared, and of anything else what it says. */
function failed(error: unknown): Played {
  if (error instanceof SuiteFailure) return brokenBy(error);
  if (!(error instanceof Error)) return failure("no failure", String(error), error);
  const isExpectation = "expected" in error && "actual" in error;
  const where = firstOwnFrame(error.stack ?? "");
  if (!isExpectation) return failure("no failure", `${error.name}: ${withCauses(error)}${where}`, error);
  return failure(shown(error.expected), `${shown(error.actual)}${where}`, error);
}

/** How many causes of causes are told. */
const CAUSES = 3;

/** What it says, and what is behind it: an adapter's own exception is the cause of an `EIO`. */
function withCauses(error: Error): string {
  const [says = ""] = error.message.split("\n");
  const told = [says];
  let cause: unknown = error.cause;
  while (cause !== undefined && told.length <= CAUSES) {
    told.push(cause instanceof Error ? `${cause.name}: ${cause.message.split("\n")[0]}` : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return told.join(", because of ");
}

/** A value as JSON, with its matchers and failures in words. */
function shown(value: unknown): string {
  if (value instanceof Error) return withCauses(value);
  return typeof value === "string" ? value : (JSON.stringify(value, inWords) ?? String(value));
}

function inWords(_name: string, value: unknown): unknown {
  if (value instanceof Error) return withCauses(value);
  if (typeof value === "function") return value.name;
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof RegExp) return String(value);
  return isMatcher(value) ? value.toAsymmetricMatcher().replaceAll(/\s+/g, " ") : value;
}

/** `expect.stringMatching(…)` and its like. */
function isMatcher(value: unknown): value is { toAsymmetricMatcher(): string } {
  return typeof value === "object" && value !== null && "toAsymmetricMatcher" in value;
}

/** Where in the cases, as ` (cases/close.ts:12:3)`. */
function firstOwnFrame(stack: string): string {
  const [, frame] = /(cases\/[\w/-]+\.[jt]s:\d+:\d+)/.exec(stack) ?? [];
  return frame === undefined ? "" : ` (${frame})`;
}

/** Failures that nobody caught, from now on: of what the case or the adapter has left to itself. */
function watchUncaught(): { readonly first: Promise<Played>; readonly seen: Played | undefined; end(): void } {
  const { promise, resolve } = Promise.withResolvers<Played>();
  let seen: Played | undefined;
  const onError = (error: unknown): void => {
    const failed = failure(
      "no failure that nobody can catch",
      `uncaught: ${error instanceof Error ? error.stack : error}`,
    );
    seen ??= failed;
    resolve(failed);
  };
  process.on("uncaughtException", onError);
  process.on("unhandledRejection", onError);
  return {
    first: promise,
    get seen() {
      return seen;
    },
    end() {
      process.removeListener("uncaughtException", onError);
      process.removeListener("unhandledRejection", onError);
    },
  };
}
