import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { executable, programCommand, type RuntimeId } from "@anysock/conformance";
import { onTestFinished } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const wrong = fileURLToPath(new URL("./servers/wrong.mjs", import.meta.url));

/** Checks by raw sockets that nobody here wrote are skipped where there is no Python; `.ci/run` requires it. */
export const hasPython: boolean = spawnSync("python3", ["--version"]).status === 0;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a program runs, where that is not as everywhere. */
export interface Place {
  readonly runtime?: RuntimeId;
  /** A descriptor. */
  readonly stdout?: number | "pipe";
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that was started here, and what it has said. */
export class Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = "";
  stderr = "";

  constructor(file: string, args: readonly string[], { stdout = "pipe", env = {} }: Place = {}) {
    this.child = spawn(file, args, { stdio: ["pipe", stdout, "pipe"], env: { ...process.env, NO_COLOR: "1", ...env } });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    // A program that has ended takes no more input: `ended` tells.
    this.child.stdin?.on("error", () => {});
    this.ended = once(this.child, "close").then(([status]) => ({
      status,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until stdout matches, or the process has ended. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match !== null) return match;
      if (this.child.exitCode !== null) throw new Error(`it ended without ${pattern}: ${this.stdout}${this.stderr}`);
      if (this.child.stdout === null) throw new Error("it has no stdout");
      await Promise.race([once(this.child.stdout, "data"), this.ended]);
    }
  }
}

/** `anysock ARGS`, on the project's Node.js. */
export function anysock(...args: readonly string[]): Program {
  return anysockUnder("node", ...args);
}

/** The same under a runtime. */
export function anysockUnder(runtime: RuntimeId, ...args: readonly string[]): Program {
  const program = command(args, { runtime });
  onTestFinished(() => end(program));
  return program;
}

/** The same under the project's Node.js, for a test that runs beside others and {@link end}s it. */
export function started(...args: readonly string[]): Program {
  return command(args);
}

/** A test that has failed leaves nothing running; SIGTERM, so that it can end its own processes. */
export async function end(program: Program): Promise<void> {
  program.child.kill("SIGTERM");
  await program.ended;
}

/** The same, until it has ended by itself. */
export function run(...args: readonly string[]): Promise<Ended> {
  const program = command(args);
  program.child.stdin?.end();
  return program.ended;
}

/** The same in another place. */
export function runIn(place: Place, ...args: readonly string[]): Promise<Ended> {
  const program = command(args, place);
  program.child.stdin?.end();
  return program.ended;
}

function command(args: readonly string[], place: Place = {}): Program {
  const { runtime = "node" } = place;
  const { argv, env } = programCommand(runtime, executable(runtime), main, args);
  const [file, ...rest] = argv;
  return new Program(file, rest, { ...place, env: { ...env, ...place.env } });
}

/** How a shell is told to run this command, before its arguments. */
export const commandText: string = `'${executable("node").file}' --conditions=@anysock/source '${main}'`;

/** An echo server over node:net that is wrong in one way, for as long as `use` takes. */
export async function withServer<T>(
  name: string,
  use: (url: string, pid: number) => Promise<T>,
  path?: string,
): Promise<T> {
  const server = new Program(executable("node").file, [wrong, name, ...(path === undefined ? [] : [path])]);
  try {
    const [, url = ""] = await server.says(/^(\S.*)\n/);
    return await use(url, server.pid);
  } finally {
    server.child.stdin?.end();
    await server.ended;
  }
}
