import { spawn } from "node:child_process";
import { constants } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { executable, type RuntimeId } from "@anysock/conformance";

const main: string = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./main.ts" : "./main.js", import.meta.url),
);

/** The runtime that runs this command. */
export function ownRuntime(): RuntimeId {
  if ("Bun" in globalThis) return "bun";
  return "Deno" in globalThis ? "deno" : "node";
}

/**
 * Runs this command with other arguments under another runtime, and gives the exit status. As a child, although Node.js could become
 * it by `execve`: importing `node:process` makes pipes on stdout non-blocking, which Deno's `process.stdout` cannot write to
 * (WouldBlock). Starting a child makes them blocking again.
 */
export async function becomeRuntime(id: RuntimeId, args: readonly string[]): Promise<number> {
  const { file } = executable(id);
  const condition = main.endsWith(".ts") ? ["--conditions=@anysock/source"] : [];
  const flags = id === "deno" ? ["run", "--quiet", "--no-lock", "--allow-all", ...condition] : condition;
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1" };
  const child = spawn(file, [...flags, main, ...args], { stdio: "inherit", env });
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    // A terminal sends Ctrl-C to the whole process group, so the child has it already.
    process.on(signal, () => (atTerminal && signal === "SIGINT") || child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${file} cannot be run: ${error.message}`)));
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}
