import { randomInt } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Transport } from "@anysock/protocol-spec";
import { AgentProcess } from "../agent/process.ts";
import { makeSocketFolder } from "../stage/socket-folder.ts";
import type { Command } from "../subject/command.ts";
import { rawAgent } from "../subject/runtime.ts";

const PATIENCE_MS = 8_000;

/** Ports that no system gives to whoever asks for any: below 32,768 on Linux (`net.ipv4.ip_local_port_range`). */
const FIRST_PORT = 10_000;
const PORTS = 22_000;

/** Somebody whose sockets are compared: an agent, and how it is called. */
export interface FuzzSubject {
  readonly id: string;
  agent(): Command;
}

/** One agent for each subject and one trusted peer, each in a process of its own; many schedules are played with the same. */
export class Crew {
  readonly subjects: readonly FuzzSubject[];
  /** What an operation that must answer is given, in milliseconds. */
  readonly patience: number;
  readonly #agents = new Map<string, Promise<AgentProcess>>();
  #folder: string | null = null;
  #paths = 0;
  /** Another run has the ports of its own. */
  #ports: number = randomInt(PORTS);

  constructor(subjects: readonly FuzzSubject[], patience: number = PATIENCE_MS) {
    this.subjects = subjects;
    this.patience = patience;
  }

  subject({ id, agent }: FuzzSubject): Promise<AgentProcess> {
    return this.#take(id, `the agent on ${id}`, agent);
  }

  peer(): Promise<AgentProcess> {
    return this.#take("", "the trusted peer", () => rawAgent());
  }

  /** One that has died, or was ended, is started anew. */
  #take(key: string, name: string, command: () => Command): Promise<AgentProcess> {
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const starting = AgentProcess.start(command(), { name });
    this.#agents.set(key, starting);
    const forget = (): void => {
      if (this.#agents.get(key) === starting) this.#agents.delete(key);
    };
    void starting.then((agent) => agent.over.then(forget), forget);
    return starting;
  }

  /** An address that nobody else uses. */
  address(transport: Transport): string {
    if (transport === "tcp4") return "tcp://127.0.0.1:0";
    if (transport === "tcp6") return "tcp://[::1]:0";
    if (transport === "udp4") return `udp://127.0.0.1:${this.#port()}`;
    if (transport === "udp6") return `udp://[::1]:${this.#port()}`;
    this.#folder ??= makeSocketFolder();
    return `unix:${join(this.#folder, `${++this.#paths}.sock`)}`;
  }

  #port(): number {
    return FIRST_PORT + (this.#ports++ % PORTS);
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    const agents = await Promise.allSettled(this.#agents.values());
    await Promise.all(agents.map((one) => (one.status === "fulfilled" ? one.value.stop() : undefined)));
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}
