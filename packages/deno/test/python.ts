import { Lines } from "./lines.ts";

async function runs(command: string, ...args: string[]): Promise<boolean> {
  return new Deno.Command(command, { args }).output().then(
    ({ success }) => success,
    () => false,
  );
}

/** Whether there is a Python to be the raw peer, and ss(8) for it to ask the kernel with. */
export const hasPython: boolean = await runs("python3", "-c", "");
export const hasSs: boolean = await runs("ss", "-V");

/** Why what needs one of them is skipped: the ending of its title. */
export const noPython: string = hasPython ? "" : " (no python3 here)";
export const noSs: string = hasSs ? "" : " (no ss here)";

/** A process of its own with raw sockets. */
export class Python {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;

  constructor() {
    this.#process = new Deno.Command("python3", {
      args: [new URL("python.py", import.meta.url).pathname],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#lines = this.#process.stdout.pipeThrough(new Lines()).getReader();
  }

  /** The value of the last statement; bytes as text of one character each. */
  async run(code: string): Promise<unknown> {
    const { value, error, text } = await this.#ask(code);
    if (error !== undefined) throw new Error(`${error}: ${text}\n${code}`);
    return value;
  }

  /** The name of the exception that the last statement raises, or its value. */
  async attempt(code: string): Promise<unknown> {
    const { value, error } = await this.#ask(code);
    return error ?? value;
  }

  /** The answer comes by the event loop, behind what was there to be seen before the question. */
  async turn(): Promise<void> {
    await this.run("None");
  }

  async #ask(code: string): Promise<{ value: unknown; error?: string; text?: string }> {
    await this.#input.write(new TextEncoder().encode(`${JSON.stringify(code)}\n`));
    const { value, done } = await this.#lines.read();
    if (done) throw new Error("the Python peer has ended");
    return JSON.parse(value);
  }

  /** Also where it is in the middle of something. */
  async end(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#input.close().catch(() => {});
    await this.#lines.cancel();
    await this.#process.status;
  }
}
