import { constants } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { executable, programCommand, type RuntimeId, UsageError } from "@anysock/conformance/start";
import { runInPlace } from "#child";

const main: string = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./main.ts" : "./main.js", import.meta.url),
);

/**
 * Runs this command with other arguments under another runtime, and gives the exit status. As a child, although Node.js could become
 * it by `execve`: importing `node:process` makes pipes on stdout non-blocking, which Deno's `process.stdout` cannot write to
 * (WouldBlock). Starting a child makes them blocking again.
 * @throws UsageError where the runtime is not installed or cannot be run.
 */
export async function becomeRuntime(id: RuntimeId, args: readonly string[]): Promise<number> {
  const { argv, env } = programCommand(id, executable(id), main, args);
  const [file, ...rest] = argv;
  const { status, signal } = await runInPlace(file, rest, { ...process.env, ...env }).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be run: ${error instanceof Error ? error.message : String(error)}`);
  });
  return signal === null ? status : 128 + constants.signals[signal];
}
