import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { createInterface, type Interface } from "node:readline";
import type { Command } from "@anysock/conformance";

/** How long a program may take to end by itself once its stdin has ended, in milliseconds. */
const GRACE = 500;

/** How much of stderr an error quotes. */
const QUOTED = 2000;

/** A process of its own that is talked to in lines. It ends when its stdin does, so that none outlives this process. */
export class Program {
  readonly name: string;
  readonly pid: number;
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  readonly #exited: Promise<void>;
  #stderr = "";

  constructor(name: string, command: Command) {
    this.name = name;
    const [file, ...args] = command.argv;
    // A process group of its own: Ctrl-C on a terminal reaches this process alone, which then ends the others.
    const env = { ...process.env, ...command.env };
    const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], env, detached: true });
    this.#process = child;
    this.pid = child.pid ?? 0;
    this.#exited = new Promise((resolve) => {
      child.once("error", (error) => {
        this.#stderr += error.message;
        resolve();
      });
      child.once("exit", () => resolve());
    });
    child.stdin.on("error", () => {});
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-QUOTED);
    });
    this.#lines = createInterface({ input: child.stdout });
  }

  write(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /** The next line of stdout. Rejects where the process ends first, says nothing for `timeout` ms, or `signal` is aborted. */
  line(timeout: number, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#lines.off("line", onLine);
        signal.removeEventListener("abort", onAbort);
        act();
      };
      const fail = (why: string): void => settle(() => reject(new Error(`${this.name} ${why}${this.#quoted()}`)));
      const onLine = (line: string): void => settle(() => resolve(line));
      const onAbort = (): void => settle(() => reject(signal.reason));
      const timer = setTimeout(() => fail(`said nothing for ${timeout} ms`), timeout);
      this.#lines.on("line", onLine);
      void this.#exited.then(() => fail("ended"));
      if (signal.aborted) onAbort();
      else signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  #quoted(): string {
    return this.#stderr === "" ? "" : `: ${this.#stderr.trim()}`;
  }

  async stop(): Promise<void> {
    this.#process.stdin?.end();
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), GRACE);
    await this.#exited;
    clearTimeout(timer);
  }
}
