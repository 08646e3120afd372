import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Address } from "@anysock/core";

const program = fileURLToPath(new URL("../peers/option-effects.py", import.meta.url));

/** What the kernel tells of a TCP socket; `idle` and `interval` in seconds, sizes as Linux counts them, which is twice what was asked for. */
export interface KernelOptions {
  readonly receiveBuffer: number;
  readonly sendBuffer: number;
  readonly reuseAddress: boolean;
  readonly reusePort: boolean;
  readonly noDelay: boolean;
  readonly keepAlive: boolean;
  readonly idle: number;
  readonly interval: number;
  readonly probes: number;
  /** IP_TOS. */
  readonly ipv4Class: number;
  /** IPV6_TCLASS, on a socket of IPv6. */
  readonly ipv6Class?: number;
  readonly ipv6Only?: boolean;
}

/** Why this process cannot be looked into, for a title. */
export function refusal(): string {
  const { status, stderr } = spawnSync("python3", [program, String(process.pid)], { input: "" });
  return status === 0 ? "" : ` (${String(stderr).trim().split("\n").at(-1)})`;
}

/** Asks another process, which is made of raw sockets, for what has come of options. */
export class Observer {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  /** What the system gives to a socket of which nobody asks anything. */
  readonly started: Promise<KernelOptions>;

  constructor() {
    this.#process = spawn("python3", [program, String(process.pid)], { stdio: ["pipe", "pipe", "inherit"] });
    if (this.#process.stdout === null) throw new Error("its output is a pipe");
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.started = this.#ask({ ask: "fresh" }) as Promise<KernelOptions>;
  }

  /** Of the one TCP socket of this process between these addresses; of a listener where there is no remote one. */
  async optionsOf(local: Address, remote: Address | null): Promise<KernelOptions> {
    const found = (await this.#ask({
      ask: "socket",
      local: endOf(local),
      remote: remote === null ? null : endOf(remote),
    })) as KernelOptions[];
    const [only] = found;
    if (only === undefined || found.length > 1) throw new Error(`${found.length} sockets are there`);
    return only;
  }

  async listen(host: string): Promise<number> {
    return (await this.#ask({ ask: "listen", host })) as number;
  }

  /** Where the next connection to that port is from. */
  async accept(port: number): Promise<[string, number]> {
    return (await this.#ask({ ask: "accept", port })) as [string, number];
  }

  /** From here on, whoever may not tries to connect to a path, without a pause. */
  async intrude(path: string): Promise<void> {
    await this.#ask({ ask: "intrude", path });
  }

  async intruded(): Promise<{ readonly wasThere: boolean; readonly hasConnected: boolean }> {
    return (await this.#ask({ ask: "intruded" })) as { wasThere: boolean; hasConnected: boolean };
  }

  async #ask(question: object): Promise<unknown> {
    this.#process.stdin?.write(`${JSON.stringify(question)}\n`);
    const { value } = await this.#answers.next();
    return JSON.parse(value);
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#process.once("exit", () => resolve());
      this.#process.stdin?.end();
    });
  }
}

function endOf(address: Address): [string, number] {
  if (address.family === "unix") throw new Error("a TCP socket is expected");
  return [address.host, address.port];
}
