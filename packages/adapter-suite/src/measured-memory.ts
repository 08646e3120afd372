import { fileURLToPath } from "node:url";
import { RawProcess } from "./raw-process.ts";
import type { Running } from "./running.ts";

export const MEBIBYTE: number = 1024 * 1024;

export const CLIENTS = 200;

/** A Python process with the clients. */
class MemoryPeer extends RawProcess {
  constructor() {
    super("the memory peer", ["python3", fileURLToPath(new URL("../peers/memory-peer.py", import.meta.url))]);
  }
}

export interface Plan {
  readonly clients?: number;
  /** What the server does, as its program calls it. */
  readonly handler: string;
  /** Bytes that the handler's behaviour takes: what it writes, or hoards. */
  readonly size?: number;
  /** Bytes that each client offers. */
  readonly offered?: number;
}

export interface Measured {
  /** Anonymous memory that the server's process has more than before the first client came, in bytes for each. */
  readonly memory: number;
  /** What has left the clients and is in no kernel, in bytes for each. */
  readonly inside: number;
  /** What was offered and is in no kernel, in bytes for each. */
  readonly room: number;
  /** Bytes that did not come once the clients read to the end. */
  readonly lost: number;
}

/** What starts the server. */
export interface MeasuredSetting {
  command(program: string, ...args: readonly string[]): readonly string[];
  start(command: readonly string[]): Pick<Running, "line" | "pid" | "tell">;
}

/**
 * Nothing is warmed up before: what the runtime compiles, allocates ahead and has not collected yet counts as held, so
 * that no memory can hide in a baseline that an earlier wave of clients has left high.
 */
export async function measure(setting: MeasuredSetting, plan: Plan): Promise<Measured> {
  const { handler, size = 0, offered = 0, clients: count = CLIENTS } = plan;
  const server = setting.start(setting.command("memory-program", handler, String(size)));
  const port = await server.line();
  const clients = new MemoryPeer();
  try {
    const { memory, sent, kernel } = await clients.ask<Record<"memory" | "sent" | "kernel", number>>("measure", {
      port: Number(port),
      pid: server.pid,
      clients: count,
      offered,
      written: offered === 0 ? size : 0,
    });
    server.tell("read");
    const { lost } = await clients.ask<{ readonly lost: number }>("read", {});
    const room = (offered === 0 ? size : offered) - kernel / count;
    return { memory: memory / count, inside: (sent - kernel) / count, room, lost };
  } finally {
    await clients.end();
  }
}
