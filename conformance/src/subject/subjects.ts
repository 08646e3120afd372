import type { OlderRuntimeId, RuntimeId } from "./executable.ts";

/** A runtime at the project's own version, an older one, or Node's adapter on another runtime's compatibility layer. */
export type SubjectId = RuntimeId | OlderRuntimeId | "node-on-bun" | "node-on-deno";

export interface SubjectRow {
  readonly runtime: RuntimeId;
  /** The version, where it is not the project's own. */
  readonly older?: OlderRuntimeId;
  /** The runtime's own, or the one of Node.js on the runtime's `node:net`. */
  readonly adapter: "native" | "node";
  /** `true`: held to every MUST. `false`: measured, to show how it differs, and nobody is held to it. */
  readonly isGate: boolean;
}

/** What the matrix can hold against each other. Node.js 24 is held to every MUST as 26 is; the older ones lack what 22 does. */
export const subjects: Readonly<Record<SubjectId, SubjectRow>> = {
  node: { runtime: "node", adapter: "native", isGate: true },
  bun: { runtime: "bun", adapter: "native", isGate: true },
  deno: { runtime: "deno", adapter: "native", isGate: true },
  "node@24": { runtime: "node", older: "node@24", adapter: "native", isGate: true },
  "node@22": { runtime: "node", older: "node@22", adapter: "native", isGate: false },
  "bun@1.3": { runtime: "bun", older: "bun@1.3", adapter: "native", isGate: false },
  "deno@2.8": { runtime: "deno", older: "deno@2.8", adapter: "native", isGate: false },
  "node-on-bun": { runtime: "bun", adapter: "node", isGate: false },
  "node-on-deno": { runtime: "deno", adapter: "node", isGate: false },
};

export const subjectIds: readonly SubjectId[] = Object.keys(subjects) as SubjectId[];
