import { fileURLToPath } from "node:url";
import type { Setting } from "./setting.ts";

export const MEBIBYTE: number = 1024 * 1024;

export const CLIENTS = 200;

const peer = fileURLToPath(new URL("../peers/memory-peer.py", import.meta.url));

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

/**
 * Nothing is warmed up before: what the runtime compiles, allocates ahead and has not collected yet counts as held, so
 * that no memory can hide in a baseline that an earlier wave of clients has left high.
 */
export async function measure(setting: Pick<Setting, "command" | "start">, plan: Plan): Promise<Measured> {
  const { handler, size = 0, offered = 0, clients: count = CLIENTS } = plan;
  const server = setting.start(setting.command("memory-program", handler, String(size)));
  const port = await server.line();
  const numbers = [port, server.pid, count, offered, offered === 0 ? size : 0];
  const clients = setting.start(["python3", peer, ...numbers.map(String)]);
  const { memory, sent, kernel } = JSON.parse(await clients.line());
  server.tell("read");
  const { lost } = JSON.parse(await clients.line());
  const room = (offered === 0 ? size : offered) - kernel / count;
  return { memory: memory / count, inside: (sent - kernel) / count, room, lost };
}
