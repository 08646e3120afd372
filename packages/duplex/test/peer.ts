import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export const hasPython: boolean = spawnSync("python3", ["--version"]).status === 0;

/** A raw socket program in another process that plays one connection, step by step: see peer.py. */
export class Peer {
  readonly port: number;
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  static async play(...steps: string[]): Promise<Peer> {
    const program = fileURLToPath(new URL("./peer.py", import.meta.url));
    const child = spawn("python3", [program, ...steps], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new Peer(child, lines, Number((await lines.next()).value));
  }

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    lines: AsyncIterator<string>,
    port: number,
  ) {
    this.#process = child;
    this.#lines = lines;
    this.port = port;
  }

  /** The next line that it prints. */
  async tells(): Promise<string | undefined> {
    const { value } = await this.#lines.next();
    return value;
  }

  /** Ends its `wait`. */
  go(): void {
    this.#process.stdin.write("\n");
  }

  /** At the end of a test, however it went. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) resolve();
      else this.#process.once("exit", () => resolve());
      this.#process.kill("SIGKILL");
    });
  }
}

/** The same bytes as the peer's. */
export function pattern(size: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(size);
  for (let at = 0; at < size; at++) {
    const within = at % 65536;
    data[at] = (within * 7 + (within >> 8)) & 0xff;
  }
  return data;
}
