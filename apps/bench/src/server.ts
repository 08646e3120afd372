import type { RuntimeId } from "@anysock/conformance";
import { Program } from "./program.ts";
import { serverCommand, type Variant } from "./variants.ts";

/** How long a server may take to listen, in milliseconds. */
const START = 10_000;

/** An echo server in a process of its own. */
export interface Server {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

export async function startServer(
  runtime: RuntimeId,
  variant: Variant,
  protocol: "tcp" | "udp",
  signal: AbortSignal,
): Promise<Server> {
  const program = new Program(
    `the ${variant} ${protocol} server on ${runtime}`,
    serverCommand(runtime, variant, protocol),
  );
  try {
    const line = await program.line(START, signal);
    const port = Number(/^READY (?:tcp|udp) 127\.0\.0\.1:(\d+)$/.exec(line)?.[1]);
    if (!(port > 0)) throw new Error(`${program.name} did not say READY but ${JSON.stringify(line)}`);
    return { pid: program.pid, port, stop: () => program.stop() };
  } catch (error) {
    await program.stop();
    throw error;
  }
}
