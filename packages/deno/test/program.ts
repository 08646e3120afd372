import { Lines } from "./lines.ts";

/** Where TypeScript sources are found without a build. */
const sources = "--conditions=@anysock/source";

const ownNetwork = ["unshare", "--map-root-user", "--net", "sh", new URL("network.sh", import.meta.url).pathname];

/** Whether a process may have a network of its own here. */
export const hasNetwork: boolean = await new Deno.Command("unshare", { args: [...ownNetwork.slice(1), "true"] })
  .output()
  .then(
    ({ success }) => success,
    () => false,
  );

/** A program of `programs/` in a Deno process of its own. */
export class Program {
  readonly process: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #errors: Promise<string>;

  constructor(program: URL, options: ProgramOptions = {}) {
    const { args = [], flags = ["--allow-all", "--unstable-net"], descriptors = 0, network = false } = options;
    const run = [Deno.execPath(), "run", "--no-prompt", sources, ...flags, program.pathname, ...args];
    const command = network ? [...ownNetwork, ...run] : run;
    const limit = descriptors === 0 ? "" : `ulimit -n ${descriptors}; `;
    this.process = new Deno.Command("sh", {
      args: ["-c", `${limit}exec "$@"`, "sh", ...command],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#lines = this.process.stdout.pipeThrough(new Lines()).getReader();
    this.#errors = new Response(this.process.stderr).text();
  }

  async line(): Promise<string | undefined> {
    return (await this.#lines.read()).value;
  }

  async ask(): Promise<string | undefined> {
    const input = this.process.stdin.getWriter();
    await input.write(new TextEncoder().encode("\n"));
    input.releaseLock();
    return this.line();
  }

  /** Ends it, where it has not ended by itself. */
  async end(): Promise<{ code: number; stderr: string }> {
    await this.process.stdin.close().catch(() => {});
    const { code } = await this.process.status;
    await this.#lines.cancel();
    return { code, stderr: await this.#errors };
  }

  kill(): void {
    this.process.kill("SIGKILL");
  }
}

interface ProgramOptions {
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
  /** `ulimit -n`. */
  readonly descriptors?: number;
  /** In a network of its own, which `network.sh` describes. */
  readonly network?: boolean;
}
