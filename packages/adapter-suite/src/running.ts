import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How a process has ended: by its status, or by a signal. */
export interface Ended {
  readonly status: number | null;
  readonly errors: string;
}

/** A process that speaks by lines, and is ended with the case that has started it. */
export class Running {
  /** What it has said on stderr by now. */
  errors = "";
  readonly ended: Promise<Ended>;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #errorLines: AsyncIterator<string>;
  readonly #command: string;

  constructor([command = "", ...args]: readonly string[]) {
    this.#command = [command, ...args].join(" ");
    this.#process = spawn(command, args);
    this.#process.stderr.on("data", (data: Uint8Array) => {
      this.errors += new TextDecoder().decode(data);
    });
    this.#errorLines = createInterface({ input: this.#process.stderr })[Symbol.asyncIterator]();
    // It may have ended before what it is told.
    this.#process.stdin.on("error", () => {});
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.ended = new Promise((resolve) => {
      this.#process.once("error", (error) => resolve({ status: null, errors: error.message }));
      this.#process.once("close", (status) => resolve({ status, errors: this.errors }));
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** The next line that it says. Fails, with what it said on stderr, where it ends first. */
  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (!done) return value;
    const { status, errors } = await this.ended;
    throw new Error(`${reasonIn(errors)} (status ${status} of ${this.#command})\n${errors}`);
  }

  /** The next line that it says on stderr; `undefined` at its end. */
  async error(): Promise<string | undefined> {
    return (await this.#errorLines.next()).value;
  }

  /** All that it says from here on, until its end. */
  async rest(): Promise<readonly string[]> {
    const said: string[] = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) return said;
      said.push(value);
    }
  }

  tell(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  /** There is nothing more that it will be told. */
  finish(): void {
    this.#process.stdin.end();
  }

  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.ended;
  }
}

/** The line that says why: a runtime quotes the source before it, and the calls behind it. */
function reasonIn(errors: string): string {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  return (
    lines.find((line) => /^(error: |Uncaught |\(in promise\) )*\w*Error( \[\w+\])?: /.test(line)) ??
    lines.at(-1) ??
    "it said nothing"
  );
}
