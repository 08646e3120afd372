import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Address } from "@anysock/core";
import { RawProcess } from "./raw-process.ts";

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

/** Why this process cannot be looked into by python3; nothing where it can. */
export function refusal(): string {
  const { status, stderr } = spawnSync("python3", [program, String(process.pid)], { input: "" });
  if (status === 0) return "";
  return String(stderr).trim().split("\n").at(-1) || `python3 ended with status ${status}`;
}

/** Asks another process, which is made of raw sockets, for what has come of options. */
export class Observer extends RawProcess {
  /** What the system gives to a socket of which nobody asks anything. */
  readonly started: Promise<KernelOptions>;

  constructor() {
    super("the observer of sockets", ["python3", program, String(process.pid)]);
    this.started = this.#ask("fresh");
    // Who waits for it is told.
    this.started.catch(() => {});
  }

  /** Of the one TCP socket of this process between these addresses; of a listener where there is no remote one. */
  async optionsOf(local: Address, remote: Address | null): Promise<KernelOptions> {
    const ends = { local: endOf(local), remote: remote === null ? null : endOf(remote) };
    const found = await this.#ask<readonly KernelOptions[]>("socket", ends);
    const [only] = found;
    if (only === undefined || found.length > 1) throw new Error(`${found.length} sockets are there`);
    return only;
  }

  async listen(host: string): Promise<number> {
    return await this.#ask("listen", { host });
  }

  /** Where the next connection to that port is from. */
  async accept(port: number): Promise<[string, number]> {
    return await this.#ask("accept", { port });
  }

  /** From here on, whoever may not tries to connect to a path, without a pause. */
  async intrude(path: string): Promise<void> {
    await this.#ask("intrude", { path });
  }

  async intruded(): Promise<{ readonly wasThere: boolean; readonly hasConnected: boolean }> {
    return await this.#ask("intruded");
  }

  async #ask<Answer>(name: string, what: object = {}): Promise<Answer> {
    return (await this.ask<{ readonly answer: Answer }>(name, what)).answer;
  }
}

function endOf(address: Address): [string, number] {
  if (address.family === "unix") throw new Error("a TCP socket is expected");
  return [address.host, address.port];
}
