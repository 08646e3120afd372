import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { type Exit, ProcessDied } from "../agent/failure.ts";
import type { Command } from "./command.ts";
import { LineSplitter, MAX_LINE } from "./lines.ts";
import { StderrLog } from "./stderr-log.ts";

/** How long a process that has exited may take until its last output has come: a grandchild may hold the pipes open. */
const LAST_OUTPUT_MS = 200;

export interface ChildEvents {
  /** A line of stdout. */
  line(line: string): void;
  /** A line grew beyond {@link MAX_LINE}. */
  lineTooLong?(beginning: string): void;
}

/** A process that was started here: lines in, lines out, stderr kept, and an end that is certain. */
export class Child {
  readonly name: string;
  readonly pid: number;
  /** Always fulfils, after the last output. */
  readonly exited: Promise<Exit>;
  readonly #process: ChildProcess;
  readonly #stderr = new StderrLog();
  #unwritten = "";

  /** @throws ProcessDied with exit code 127 where the command cannot be run. */
  static async start(name: string, command: Command, events: ChildEvents): Promise<Child> {
    const [file, ...args] = command.argv;
    const child = spawn(file, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...command.env },
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      // A group of its own: Ctrl-C on a terminal reaches the suite alone, which then ends its processes in order.
      detached: true,
    });
    const started = new Child(name, child, events);
    try {
      await once(child, "spawn");
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ProcessDied(name, { code: 127, signal: null }, `${file}: cannot be run: ${why}`);
    }
    return started;
  }

  private constructor(name: string, child: ChildProcess, events: ChildEvents) {
    this.name = name;
    this.pid = child.pid ?? 0;
    this.#process = child;
    const { promise, resolve } = Promise.withResolvers<Exit>();
    this.exited = promise;
    child.once("exit", (code, signal) => {
      const exit: Exit = { code, signal };
      child.once("close", () => resolve(exit));
      setTimeout(() => resolve(exit), LAST_OUTPUT_MS).unref();
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#stderr.add(text));
    const splitter = new LineSplitter();
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      for (const line of splitter.push(text)) events.line(line);
      if (splitter.rest.length > MAX_LINE) events.lineTooLong?.(splitter.rest.slice(0, 200));
    });
    // A write to a process that has died: `exited` tells.
    child.stdin?.on("error", () => {});
  }

  stderr(since?: number, until?: number): string {
    return this.#stderr.text(since, until);
  }

  /** Lines that are written together leave in one write. */
  write(line: string): void {
    if (this.#unwritten === "") process.nextTick(() => this.#flush());
    this.#unwritten += `${line}\n`;
  }

  #flush(): void {
    if (this.#unwritten !== "") this.#process.stdin?.write(this.#unwritten);
    this.#unwritten = "";
  }

  endInput(): void {
    this.#flush();
    this.#process.stdin?.end();
  }

  /** Waits `grace` ms for its own end, then SIGTERM, `grace` again, then SIGKILL. Never rejects. */
  async stop(grace: number, signals: readonly NodeJS.Signals[] = ["SIGTERM", "SIGKILL"]): Promise<void> {
    for (const signal of signals) {
      if (await this.#exitsWithin(grace)) return;
      this.kill(signal);
    }
    await this.#exitsWithin(grace);
  }

  /** To the process and to what it started itself. */
  kill(signal: NodeJS.Signals): void {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null || this.pid === 0) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      this.#process.kill(signal);
    }
  }

  async #exitsWithin(milliseconds: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), milliseconds);
    void this.exited.then(() => resolve(true));
    const exited = await promise;
    clearTimeout(timer);
    return exited;
  }
}
