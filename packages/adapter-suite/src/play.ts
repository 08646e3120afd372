import process from "node:process";
import { setTimeout as after, setImmediate as turn } from "node:timers/promises";
import { type ApiCase, LIMIT } from "./api-case.ts";
import { leftSince, openDescriptors } from "./setting.ts";

/** What one playing of a case came to. */
export type Played = { readonly kind: "passed" } | Failed;

interface Failed {
  readonly kind: "failed";
  readonly expected: string;
  readonly actual: string;
  /** What was thrown, where something was. */
  readonly error?: unknown;
}

/** Plays a case by itself: beside what it expects, nothing may be thrown where nobody catches it, hang, or be left open. */
export async function play(one: ApiCase, setting: Stage): Promise<Played> {
  await setting.ready?.(one);
  const before = openDescriptors();
  const uncaught = watchUncaught();
  const hanging = new AbortController();
  const limit = one.limit ?? LIMIT;
  try {
    const played = one.play(setting as never).then((): Played => ({ kind: "passed" }), failed);
    const stuck = after(limit, undefined, { signal: hanging.signal }).then(
      () => failure(`it comes to its end within ${limit} ms`, "it hangs"),
      () => failure("", ""),
    );
    const result = await Promise.race([played, stuck, uncaught.first]);
    const closed = await Promise.race([
      setting.clear().then((): Played => ({ kind: "passed" }), failed),
      stillOpen(hanging),
    ]);
    const left = await leftSince(before);
    // What the closing leaves to itself is this case's, and not the next one's.
    await turn();
    if (result.kind === "failed") return result;
    if (closed.kind === "failed") return closed;
    if (left.length > 0) return failure("as many descriptors after it as before", `left open: ${left.join(", ")}`);
    return uncaught.seen ?? result;
  } finally {
    hanging.abort();
    uncaught.end();
  }
}

/** What a case is played on. */
export interface Stage {
  /** Opens what stays open for the cases after it, as the process that it is looked at from. */
  ready?(one: ApiCase): Promise<void>;
  /** Closes what the case has opened. */
  clear(): Promise<void>;
}

async function stillOpen({ signal }: AbortController): Promise<Played> {
  await after(LIMIT, undefined, { signal }).catch(() => {});
  return failure(`what it has opened closes within ${LIMIT} ms`, "it hangs");
}

function failure(expected: string, actual: string, error?: unknown): Failed {
  return { kind: "failed", expected, actual, error };
}

/** Of a matcher of `expect` what it compared, and of anything else what it says. */
function failed(error: unknown): Played {
  if (!(error instanceof Error)) return failure("no failure", String(error), error);
  const isExpectation = "expected" in error && "actual" in error;
  const where = firstOwnFrame(error.stack ?? "");
  if (!isExpectation) return failure("no failure", `${error.name}: ${error.message.split("\n")[0]}${where}`, error);
  return failure(shown(error.expected), `${shown(error.actual)}${where}`, error);
}

/** A value as JSON, with its matchers and failures in words. */
function shown(value: unknown): string {
  if (value instanceof Error) return value.message;
  return typeof value === "string" ? value : (JSON.stringify(value, inWords) ?? String(value));
}

function inWords(_name: string, value: unknown): unknown {
  if (value instanceof Error) return value.message;
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
