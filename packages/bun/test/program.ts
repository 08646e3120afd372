/** A process of its own, spoken to in lines. It ends with this one, at the latest. */
export class Program {
  readonly #process: Bun.Subprocess<"pipe", "pipe", "inherit">;
  readonly #chunks: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(command: string[]) {
    this.#process = Bun.spawn(command, { stdin: "pipe", stdout: "pipe", stderr: "inherit" });
    this.#chunks = this.#process.stdout.getReader();
  }

  /** A program of `programs/` under this Bun; `descriptors` is its `ulimit -n`. */
  static ours(name: string, args: readonly string[] = [], descriptors = 0): Program {
    const limit = descriptors === 0 ? "" : `ulimit -n ${descriptors}; `;
    return new Program(["sh", "-c", `${limit}exec "$@"`, "sh", ...Program.command(name, args)]);
  }

  static command(name: string, args: readonly string[]): readonly string[] {
    const path = new URL(`programs/${name}.ts`, import.meta.url).pathname;
    return [process.execPath, "--conditions=@anysock/source", path, ...args];
  }

  get pid(): number {
    return this.#process.pid;
  }

  write(text: string): void {
    this.#process.stdin.write(text);
    this.#process.stdin.flush();
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#text.indexOf("\n");
      if (end !== -1) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return line;
      }
      const { value, done } = await this.#chunks.read();
      if (done) throw new Error("the program has ended");
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  /** Its exit status, once it has ended. */
  get ended(): Promise<number> {
    return this.#process.exited;
  }

  /** Ends its input, or the process at once. */
  async end(how: "input" | "process" = "input"): Promise<number> {
    if (how === "input") await this.#process.stdin.end();
    else this.#process.kill("SIGKILL");
    await this.#chunks.cancel();
    return this.#process.exited;
  }
}
