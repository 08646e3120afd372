import { randomUUID } from "node:crypto";
import {
  type InsideLine,
  type InsideOptions,
  insideProgram,
  type PlannedLine,
  type ResultLine,
} from "@anysock/adapter-suite";
import { describeExit, type Exit } from "../agent/failure.ts";
import { Child } from "../subject/child.ts";
import type { Executable, RuntimeId } from "../subject/executable.ts";
import { programCommand } from "../subject/runtime.ts";
import { StderrLog } from "../subject/stderr-log.ts";

/** What the program says first: what the adapter is and declares, and what is to be played. */
export type Hello = Extract<InsideLine, { type: "hello" }>;

/** How a process that played came to its end. */
export type ProcessEnd =
  | { readonly kind: "ended" }
  /** It is no adapter. */
  | { readonly kind: "refused"; readonly why: string }
  /** It never said what it is to play. */
  | { readonly kind: "mute"; readonly why: string; readonly stderr: string }
  /** By itself, or because its event loop stood still. `index` is of the case that was played, or had been last. */
  | {
      readonly kind: "died" | "stood-still";
      readonly index: number;
      readonly how: string;
      readonly since: number;
      readonly stderr: string;
      /** It had not begun that case: what is opened before it was its end. */
      readonly isWarming: boolean;
    };

export interface InsideSetup {
  readonly runtime: RuntimeId;
  readonly binary: Executable;
  /** Of the adapter. */
  readonly url: string;
  readonly signal: AbortSignal;
}

export interface InsideEvents {
  hello?(hello: Hello): void;
  /** `printed` is what the process printed meanwhile, beside its lines. */
  result(result: ResultLine, printed: string): void;
}

/** Milliseconds until a process on a busy machine has said what it will play. */
const START = 60_000;
/** Milliseconds that the import of an adapter may take. */
const IMPORT = 20_000;
/** Milliseconds beyond a case's own limit, for what is closed behind it. */
const MARGIN = 15_000;

/** Plays in a process of its own, from somewhere in the plan. Never rejects, and leaves no process. */
export async function playInside(
  { runtime, binary, url, signal }: InsideSetup,
  options: Omit<InsideOptions, "mark">,
  events: InsideEvents,
): Promise<ProcessEnd> {
  const mark = `anysock ${randomUUID()} `;
  const { promise: over, resolve: finish } = Promise.withResolvers<ProcessEnd | null>();
  const printed = new StderrLog();
  let plan: readonly PlannedLine[] | undefined;
  let current = { index: options.from ?? 0, since: performance.now(), isWarming: false };
  let timer: NodeJS.Timeout | undefined;
  let isImporting = false;
  const expectLineIn = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => finish(gone("stood-still", "its event loop stands still")), milliseconds);
  };
  const said = (): string => `${child.stderr(current.since)}${printed.text(current.since)}`;
  const gone = (kind: "died" | "stood-still", how: string): ProcessEnd => {
    if (isImporting) {
      const why = kind === "died" ? `ends the process: ${how}` : `has not come to its end within ${IMPORT / 1000} s`;
      return { kind: "refused", why: `its import ${why}` };
    }
    if (plan === undefined) return { kind: "mute", why: how, stderr: child.stderr() };
    return { kind, how, ...current, stderr: said() };
  };
  const heard = (line: InsideLine): void => {
    if (line.type === "refused") finish({ kind: "refused", why: line.why });
    if (line.type === "end") finish({ kind: "ended" });
    isImporting = line.type === "importing";
    expectLineIn(isImporting ? IMPORT : START);
    if (line.type === "hello") {
      plan = line.plan;
      events.hello?.(line);
    }
    if (line.type === "warming") current = { index: line.index, since: performance.now(), isWarming: true };
    if (line.type === "started") {
      current = { index: line.index, since: performance.now(), isWarming: false };
      const limit = Math.min(plan?.[line.index]?.limit ?? 0, options.limit ?? Number.POSITIVE_INFINITY);
      expectLineIn(limit + Math.min(MARGIN, options.limit ?? MARGIN));
    }
    if (line.type === "result") events.result(line, said());
  };
  const command = programCommand(runtime, binary, insideProgram, [url, JSON.stringify({ ...options, mark })]);
  const child = await Child.start(`${runtime} with the adapter`, command, {
    line: (line) => {
      if (line.startsWith(mark)) heard(JSON.parse(line.slice(mark.length)) as InsideLine);
      else if (line !== "") printed.add(`${line}\n`);
    },
  });
  expectLineIn(START);
  void child.exited.then((exit: Exit) => finish(gone("died", describeExit(exit))));
  const stop = (): void => finish(null);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const end = await over;
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  child.kill("SIGKILL");
  await child.exited;
  return end ?? { kind: "ended" };
}
