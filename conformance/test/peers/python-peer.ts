import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Child } from "../../src/subject/child.ts";

/** Checks that need Python are skipped where there is none; `.ci/run` requires it. */
export const hasPython: boolean = spawnSync("python3", ["--version"]).status === 0;

type Answer = { readonly [field: string]: unknown };

/** A program over Python's raw sockets: a peer that nobody here wrote the sockets of. */
export class PythonPeer {
  readonly #child: Child;
  readonly #waiting: ((answer: Answer) => void)[] = [];

  static async start(): Promise<PythonPeer> {
    const script = fileURLToPath(new URL("./stream_peer.py", import.meta.url));
    let peer: PythonPeer | undefined;
    const child = await Child.start(
      "python",
      { argv: ["python3", script] },
      { line: (line) => peer?.heard(JSON.parse(line)) },
    );
    peer = new PythonPeer(child);
    return peer;
  }

  private constructor(child: Child) {
    this.#child = child;
    void child.exited.then((exit) => {
      for (const resolve of this.#waiting) resolve({ error: `python ended: ${exit.code} ${child.stderr()}` });
    });
  }

  heard(answer: Answer): void {
    this.#waiting.shift()?.(answer);
  }

  do(command: string): Promise<Answer> {
    this.#child.write(command);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Gives the address, with the port that the system chose. */
  async listen(address: string): Promise<string> {
    return String((await this.do(`listen ${argumentsOf(address)}`))["address"]);
  }

  async connect(address: string): Promise<void> {
    const { error } = await this.do(`connect ${argumentsOf(address)}`);
    if (error !== undefined) throw new Error(`python could not connect to ${address}: ${error}`);
  }

  async stop(): Promise<void> {
    this.#child.endInput();
    await this.#child.stop(1_000);
  }
}

function argumentsOf(address: string): string {
  if (address.startsWith("unix:")) return `unix ${address.slice("unix:".length)}`;
  const { hostname, port } = new URL(address.replace("tcp:", "http:"));
  const host = hostname.replace(/[[\]]/g, "");
  return `${host.includes(":") ? "tcp6" : "tcp4"} ${host} ${port || "0"}`;
}
