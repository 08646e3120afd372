import {
  type Executable,
  executable,
  type OlderRuntimeId,
  olderExecutable,
  type RuntimeId,
} from "../subject/executable.ts";

/** What an adapter can be run with: a runtime at the project's own version, or an older one. */
export type TestedRuntimeId = RuntimeId | OlderRuntimeId;

/** Which runtime each of them is. */
export const testedRuntimes: Readonly<Record<TestedRuntimeId, RuntimeId>> = {
  node: "node",
  bun: "bun",
  deno: "deno",
  "node@24": "node",
  "node@22": "node",
  "bun@1.3": "bun",
  "deno@2.8": "deno",
};

/** @throws UsageError where it is not installed. */
export function binaryOf(id: TestedRuntimeId): Executable {
  return isCurrent(id) ? executable(id) : olderExecutable(id);
}

function isCurrent(id: TestedRuntimeId): id is RuntimeId {
  return testedRuntimes[id] === id;
}
