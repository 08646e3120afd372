import { extname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** `.ts` in the repository, `.js` as published: programs are what this file is. */
const extension = extname(fileURLToPath(import.meta.url));

const denoFlags = "deno" in process.versions ? ["run", "--allow-all", "--unstable-net"] : [];
const sourceFlags = extension === ".ts" ? ["--conditions=@anysock/source"] : [];

/**
 * How this runtime runs a program of this folder, which is named without its extension. The program's first argument is what it
 * imports to get the adapter; the others follow.
 */
export function commandOf(specifier: string, program: string, ...args: readonly string[]): string[] {
  const path = fileURLToPath(new URL(`${program}${extension}`, import.meta.url));
  return [process.execPath, ...denoFlags, ...sourceFlags, path, specifier, ...args];
}
