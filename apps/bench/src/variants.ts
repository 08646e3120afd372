import { fileURLToPath } from "node:url";
import { executable, type RuntimeId } from "@anysock/conformance";

/** Who is compared: anysock's adapter, and what somebody would write by hand in the runtime's own API. */
export type Variant = "native" | "adapter";

export const runtimes: readonly RuntimeId[] = ["node", "bun", "deno"];

const programs: Readonly<Record<RuntimeId, Readonly<Record<Variant, URL>>>> = {
  node: {
    native: new URL("./native/node.ts", import.meta.url),
    adapter: new URL("./adapter/node.ts", import.meta.url),
  },
  bun: {
    native: new URL("./native/bun.ts", import.meta.url),
    adapter: new URL("./adapter/bun.ts", import.meta.url),
  },
  deno: {
    native: new URL("./native/deno.ts", import.meta.url),
    adapter: new URL("./adapter/deno.ts", import.meta.url),
  },
};

const conditions = "--conditions=@anysock/source";

const flags: Readonly<Record<RuntimeId, readonly string[]>> = {
  node: [conditions],
  bun: [conditions],
  deno: ["run", "--quiet", "--no-lock", "--allow-all", conditions],
};

/** How an echo server is started: file and arguments. */
export function serverCommand(runtime: RuntimeId, variant: Variant): readonly [string, ...string[]] {
  return [executable(runtime).file, ...flags[runtime], fileURLToPath(programs[runtime][variant])];
}

export function generatorCommand(): readonly [string, ...string[]] {
  return [executable("bun").file, fileURLToPath(new URL("./generator/main.ts", import.meta.url))];
}
