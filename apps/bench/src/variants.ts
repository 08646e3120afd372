import { fileURLToPath } from "node:url";
import { type Command, executable, programCommand, type RuntimeId } from "@anysock/conformance";

/** Who is compared: anysock's adapter, and what somebody would write by hand in the runtime's own API. */
export type Variant = "native" | "adapter";

export const runtimes: readonly RuntimeId[] = ["node", "bun", "deno"];

/** How a server is started: the echo over TCP, or the one over UDP that counts as well. */
export function serverCommand(runtime: RuntimeId, variant: Variant, protocol: "tcp" | "udp"): Command {
  return command(runtime, `${protocol === "tcp" ? variant : `${variant}-udp`}/${runtime}`);
}

export function clientCommand(runtime: RuntimeId, variant: Variant): Command {
  return command(runtime, `${variant}-connect/${runtime}`);
}

export function generatorCommand(): Command {
  return command("bun", "generator/main");
}

/** Whom the clients connect to. */
export function listenerCommand(): Command {
  return command("bun", "generator/listener");
}

function command(runtime: RuntimeId, program: string): Command {
  return programCommand(runtime, executable(runtime), fileURLToPath(new URL(`./${program}.ts`, import.meta.url)));
}
