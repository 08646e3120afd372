import process from "node:process";
import { fileURLToPath } from "node:url";

/** How this runtime, whose name is also an adapter's, runs a TypeScript program of this folder, with that adapter. */
export function commandOf(name: string, program: string): string[] {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const adapter = fileURLToPath(new URL(`../../${name}/src/index.ts`, import.meta.url));
  const flags = name === "deno" ? ["run", "--allow-all", "--unstable-net"] : [];
  return [process.execPath, ...flags, "--conditions=@anysock/source", path, adapter];
}
