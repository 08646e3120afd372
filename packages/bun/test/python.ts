import { afterAll, beforeAll } from "vitest";
import { Program } from "./program.ts";

/** Whether there is a Python to be the raw peer. */
export const hasPython: boolean = Bun.which("python3") !== null;

/** Whether ss(8) is there to tell what the kernel thinks of a socket. */
export const hasSs: boolean = Bun.which("ss") !== null;

/** Why what needs one of them is skipped: the ending of its title. */
export const noPython: string = hasPython ? "" : " (no python3 here)";
export const noSs: string = hasSs ? "" : " (no ss here)";

/** Keeps the event loop from turning until something outside of this process has happened. */
export function standStill(until: () => boolean): void {
  const limit = performance.now() + 3000;
  while (!until()) {
    if (performance.now() > limit) throw new Error("it did not happen within 3 s");
  }
}

interface Answer {
  readonly value?: unknown;
  readonly error?: string;
  readonly text?: string;
}

/** A process of its own with raw sockets. */
export class Python {
  readonly #process: Program = new Program(["python3", new URL("python.py", import.meta.url).pathname]);

  /** The value of the program's last statement; bytes as text, one character each. */
  async run(program: string): Promise<unknown> {
    const { value, error, text } = await this.#ask(program);
    if (error !== undefined) throw new Error(`${error}: ${text}\n${program}`);
    return value;
  }

  /** The name of the exception that the program ends with. */
  async failure(program: string): Promise<string | undefined> {
    return (await this.#ask(program)).error;
  }

  /** The answer comes by the event loop, behind what was there to be seen before the question. */
  async turn(): Promise<void> {
    await this.run("None");
  }

  async #ask(program: string): Promise<Answer> {
    this.#process.write(`${JSON.stringify(program)}\n`);
    return JSON.parse(await this.#process.line());
  }

  end(): Promise<unknown> {
    return this.#process.end();
  }
}

/** One raw peer for all tests of a file. */
export function python(): { readonly peer: Python } {
  let peer: Python | undefined;
  beforeAll(() => {
    peer = new Python();
  });
  afterAll(() => peer?.end());
  return {
    get peer() {
      if (peer === undefined) throw new Error("the peer is started before the first test");
      return peer;
    },
  };
}
