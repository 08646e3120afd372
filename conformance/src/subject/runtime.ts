import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServiceName } from "@anysock/protocol-spec";
import type { Command } from "./command.ts";
import { executable, type RuntimeId } from "./executable.ts";

/** A runtime with its native adapter: what it is run with. */
export interface RuntimeSubject {
  readonly id: string;
  /** Of the binary; empty where it is found in `PATH` and not asked. */
  readonly version: string;
  agent(): Command;
  server(service: ServiceName, at: readonly string[]): Command;
}

/** From sources (`.ts`) the programs are run as sources, and so are the packages that they import. */
const fromSource = import.meta.url.endsWith(".ts");

export function runtimeSubject(id: RuntimeId): RuntimeSubject {
  const { version } = executable(id);
  return {
    id,
    version,
    agent: () => run(id, "agent/anysock", []),
    server: (service, at) => run(id, "programs/serve", ["--until-input-ends", "--service", service, ...at]),
  };
}

/** The trusted peer: `node:net` alone, on Node. `mutant` is a file that spoils one part of it. */
export function rawAgent(mutant?: string): Command {
  return run("node", "agent/raw", mutant === undefined ? [] : ["--mutant", mutant]);
}

const environments: Record<RuntimeId, Record<string, string>> = {
  // Node strips types anew in every process otherwise, which is half of an agent's start. This is Node's own default folder.
  node: { NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") },
  bun: {},
  deno: { DENO_NO_UPDATE_CHECK: "1" },
};

function run(id: RuntimeId, program: string, args: readonly string[]): Command {
  const file = fileURLToPath(new URL(`../${program}${fromSource ? ".ts" : ".js"}`, import.meta.url));
  const condition = fromSource ? ["--conditions=@anysock/source"] : [];
  const flags = id === "deno" ? ["run", "--quiet", "--no-lock", "--allow-all", ...condition] : condition;
  return {
    argv: [executable(id).file, ...flags, file, ...args],
    env: environments[id],
  };
}
