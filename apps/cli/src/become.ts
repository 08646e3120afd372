import { spawn } from "node:child_process";
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
 * Runs this command with other arguments under another runtime, in place of this process where the system lets it, else as
 * its child. Gives the exit status.
 */
export async function becomeRuntime(id: RuntimeId, args: readonly string[]): Promise<number> {
  const { file } = executable(id);
  const condition = main.endsWith(".ts") ? ["--conditions=@anysock/source"] : [];
  const flags = id === "deno" ? ["run", "--quiet", "--no-lock", "--allow-all", ...condition] : condition;
  const argv = [...flags, main, ...args];
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1" };
  if (typeof process.execve === "function" && file.includes("/")) process.execve(file, [file, ...argv], env);
  // A group of its own: a signal of the terminal comes here alone, and is passed on once.
  const child = spawn(file, argv, { stdio: "inherit", env, detached: true });
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${file} cannot be run: ${error.message}`)));
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 143)));
  });
}
