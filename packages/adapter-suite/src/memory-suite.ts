import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPython } from "./peer.ts";
import { commandOf } from "./program.ts";

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const CLIENTS = 200;
/** What may be held for one client, on average (design, invariant 2). */
const LIMIT = MEBIBYTE;
/** So much more than the kernels hold is offered, at least: somebody else would have to hold it. */
const ROOM = 2 * LIMIT;

const peer = fileURLToPath(new URL("../peers/memory-peer.py", import.meta.url));

interface Plan {
  readonly clients?: number;
  /** What the server does, as its program calls it. */
  readonly handler: string;
  /** Bytes that the handler's behaviour takes: what it writes, or hoards. */
  readonly size?: number;
  /** Bytes that each client offers. */
  readonly offered?: number;
}

interface Measured {
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
async function measure(specifier: string, plan: Plan): Promise<Measured> {
  const { handler, size = 0, offered = 0, clients: count = CLIENTS } = plan;
  const server = start(commandOf(specifier, "memory-program", handler, String(size)));
  const port = await server.line();
  const numbers = [port, server.process.pid, count, offered, offered === 0 ? size : 0];
  const clients = start(["python3", peer, ...numbers.map(String)]);
  const { memory, sent, kernel } = JSON.parse(await clients.line());
  server.process.stdin.write("read\n");
  const { lost } = JSON.parse(await clients.line());
  const room = (offered === 0 ? size : offered) - kernel / count;
  return { memory: memory / count, inside: (sent - kernel) / count, room, lost };
}

interface Program {
  readonly process: ChildProcessWithoutNullStreams;
  line(): Promise<string>;
}

/** A process that ends with the test. */
function start([command = "", ...args]: readonly string[]): Program {
  const process = spawn(command, args);
  onTestFinished(() => void process.kill("SIGKILL"));
  let errors = "";
  process.stderr.on("data", (data: Uint8Array) => {
    errors += data;
  });
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  return {
    process,
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command} ${args.join(" ")} has ended: ${errors}`);
      return value;
    },
  };
}

function kibibytes(bytes: number): number {
  return Math.round(bytes / KIBIBYTE);
}

/** Holds an adapter to its bound of memory: in a process of its runtime, by what the system says of that process. */
export function testMemory(name: string, specifier: string): void {
  const can = hasPython && existsSync("/proc/self/status");
  const why = can ? "" : " (no python3, or no /proc, here)";
  describe.skipIf(!can)(`${name}: ${CLIENTS} TCP connections${why}`, { timeout: 60_000 }, () => {
    test.each<[string, Plan]>([
      ["whose clients do not read the echo of what they send", { handler: "echo", offered: 16 * MEBIBYTE }],
      ["whose clients do not read what is written in blocks", { handler: "write blocks", size: 4 * MEBIBYTE }],
      ["whose clients do not read what one call of write gives", { handler: "write all", size: 4 * MEBIBYTE }],
      ["which nobody reads", { handler: "read later", offered: 4 * MEBIBYTE }],
    ])("%s cost at most 1 MiB each, and lose nothing", async (what, plan) => {
      const { memory, inside, room, lost } = await measure(specifier, plan);
      console.log(`${name}, ${CLIENTS} connections ${what}: ${kibibytes(memory)} KiB each`);
      expect(memory).toBeLessThanOrEqual(LIMIT);
      expect(room).toBeGreaterThan(ROOM);
      expect(lost).toBe(0);
      // Nothing is read while nobody reads: the kernels have it all.
      if (plan.handler === "read later") expect(inside).toBe(0);
    });

    test("that hold 2 MiB each are found out: the measurement measures", async () => {
      const plan = { handler: "hoard", size: 2 * LIMIT, offered: 16 * MEBIBYTE, clients: CLIENTS / 4 };
      const { memory, inside, lost } = await measure(specifier, plan);
      expect(memory).toBeGreaterThan(LIMIT);
      expect(inside).toBeGreaterThan(LIMIT);
      expect(lost).toBe(0);
    });
  });
}
