import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Exchange } from "./exchanges.ts";
import type { PeerKind } from "./peer.ts";
import type { Planned } from "./plan.ts";

/** What the program inside the runtime is told, as JSON: its second argument. The first is the adapter, as it is imported. */
export interface InsideOptions {
  /** What its lines begin with: whatever else is printed is not its own. */
  readonly mark: string;
  /** Ids of cases; absent: all. */
  readonly ids?: readonly string[];
  /** Absent: all that the cases have. */
  readonly transports?: readonly Planned["transport"][];
  /** Where in the plan to begin. */
  readonly from?: number;
  /** Milliseconds beyond which a case hangs, where that is less than its own limit. */
  readonly limit?: number;
  /** Whose raw sockets are the other end, where a case does not need Python's; absent: Python's, where there are some. */
  readonly peer?: PeerKind;
  /** How many to play; absent: until one fails, because what that has left must not fail the next one, or the end. */
  readonly count?: number;
}

/** A case on one transport, by name. */
export interface PlannedLine {
  readonly id: string;
  readonly transport: Planned["transport"];
  /** Milliseconds that it may take. */
  readonly limit: number;
  readonly lack: Planned["lack"];
}

/** A line that the program prints behind its mark, as JSON. */
export type InsideLine =
  /** The adapter's own code runs, which may never come back; then it has. */
  | { readonly type: "importing" | "imported" }
  /** It is no adapter: why, in one sentence. */
  | { readonly type: "refused"; readonly why: string; readonly stack?: string }
  | {
      readonly type: "hello";
      readonly runtime: { readonly name: string; readonly version: string };
      readonly supports: readonly string[];
      readonly plan: readonly PlannedLine[];
    }
  /** It opens, before that case, what is opened once for all on its transport: one connection made, one accepted. */
  | { readonly type: "warming"; readonly index: number }
  | { readonly type: "started"; readonly index: number }
  | ResultLine
  | { readonly type: "end" };

export interface ResultLine {
  readonly type: "result";
  readonly index: number;
  readonly durationMs: number;
  /** `null`: it passed, or the suite itself failed. */
  readonly failed: InsideFailure | null;
  /** Why the suite itself failed, which says nothing of the adapter. */
  readonly broken?: string;
  /** Why what is opened once for all on its transport could not be. */
  readonly warmUp?: string;
}

export interface InsideFailure {
  readonly expected: string;
  readonly actual: string;
  /** It did not come to its end. */
  readonly hangs: boolean;
  /** Where something was thrown. */
  readonly stack?: string;
  /** What both ends did. */
  readonly exchanges: readonly Exchange[];
  /** How many of the first of these are left out. */
  readonly leftOut: number;
}

/** The program, as this file is: a source, or built. */
export const insideProgram: string = fileURLToPath(new URL(`./inside${extname(import.meta.url)}`, import.meta.url));
