import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServiceName } from "@anysock/protocol-spec";
import type { Command } from "./command.ts";
import { type Executable, executable, olderExecutable, type RuntimeId } from "./executable.ts";
import { type SubjectId, subjects } from "./subjects.ts";

/** A runtime with an adapter: what it is run with. */
export interface RuntimeSubject {
  readonly id: string;
  /** Whether it is held to every MUST, or measured only. */
  readonly isGate: boolean;
  /** Of the binary; empty where it is found in `PATH` and not asked. */
  readonly version: string;
  agent(): Command;
  server(service: ServiceName, at: readonly string[]): Command;
}

/** The suite's own programs are as this file is: sources, or built. */
const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));

/** @throws UsageError where it is not installed. */
export function runtimeSubject(id: SubjectId): RuntimeSubject {
  const { runtime, older, adapter, isGate } = subjects[id];
  const binary = older === undefined ? executable(runtime) : olderExecutable(older);
  const chosen = adapter === "native" ? [] : ["--adapter", adapter];
  return {
    id,
    isGate,
    version: binary.version,
    agent: () => run(runtime, binary, "agent/anysock", chosen),
    server: (service, at) =>
      run(runtime, binary, "programs/serve", [...chosen, "--until-input-ends", "--service", service, ...at]),
  };
}

/** The trusted peer: `node:net` alone, on Node. `mutant` is a file that spoils one part of it. */
export function rawAgent(mutant?: string): Command {
  return run("node", executable("node"), "agent/raw", mutant === undefined ? [] : ["--mutant", mutant]);
}

const environments: Record<RuntimeId, Record<string, string>> = {
  // Node strips types anew in every process otherwise, which is half of an agent's start. This is Node's own default folder.
  node: { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
  bun: {},
  deno: { DENO_NO_UPDATE_CHECK: "1" },
};

/** A program under a runtime, of Deno with its datagrams, which it calls unstable. A source (`.ts`) is run with the packages that it imports as sources. */
export function programCommand(
  id: RuntimeId,
  { file: binary }: Executable,
  program: string,
  args: readonly string[] = [],
): Command {
  const condition = program.endsWith(".ts") ? ["--conditions=@anysock/source"] : [];
  const flags =
    id === "deno" ? ["run", "--quiet", "--no-lock", "--allow-all", "--unstable-net", ...condition] : condition;
  return { argv: [binary, ...flags, program, ...args], env: environments[id] };
}

/** One of the suite's own. */
function run(id: RuntimeId, binary: Executable, name: string, args: readonly string[]): Command {
  return programCommand(id, binary, fileURLToPath(new URL(`../${name}${extension}`, import.meta.url)), args);
}
