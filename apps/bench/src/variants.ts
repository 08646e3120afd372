import { fileURLToPath } from "node:url";
import { type Command, executable, programCommand, type RuntimeId } from "@anysock/conformance";

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

/** How an echo server is started. */
export function serverCommand(runtime: RuntimeId, variant: Variant): Command {
  return programCommand(runtime, executable(runtime), fileURLToPath(programs[runtime][variant]));
}

export function generatorCommand(): Command {
  return programCommand("bun", executable("bun"), fileURLToPath(new URL("./generator/main.ts", import.meta.url)));
}
