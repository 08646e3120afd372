import { fileURLToPath } from "node:url";
import { type Command, executable, programCommand, type RuntimeId } from "@anysock/conformance";

/** Who is compared: anysock's adapter, and what somebody would write by hand in the runtime's own API. */
export type Variant = "native" | "adapter";

export const runtimes: readonly RuntimeId[] = ["node", "bun", "deno"];

/** How a server is started: the echo over TCP, or the one over UDP that counts as well. */
export function serverCommand(runtime: RuntimeId, variant: Variant, protocol: "tcp" | "udp"): Command {
  const folder = protocol === "tcp" ? variant : `${variant}-udp`;
  return programCommand(
    runtime,
    executable(runtime),
    fileURLToPath(new URL(`./${folder}/${runtime}.ts`, import.meta.url)),
  );
}

export function generatorCommand(): Command {
  return programCommand("bun", executable("bun"), fileURLToPath(new URL("./generator/main.ts", import.meta.url)));
}
