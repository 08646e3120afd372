import type { RuntimeId } from "@anysock/conformance";
import type { ConnectOrder, ConnectSample, Refusal } from "./order.ts";
import { Program } from "./program.ts";
import { clientCommand, listenerCommand, type Variant } from "./variants.ts";

/** What a sample may take beyond its own time, in milliseconds: one attempt that nobody answers. */
const BEYOND = 15_000;

/** A program that connects when it is told to. */
export class Client {
  readonly #program: Program;

  constructor(runtime: RuntimeId, variant: Variant) {
    this.#program = new Program(`the ${variant} client on ${runtime}`, clientCommand(runtime, variant));
  }

  async measure(order: ConnectOrder, signal: AbortSignal): Promise<ConnectSample> {
    this.#program.write(JSON.stringify(order));
    const line = await this.#program.line(order.window + BEYOND, signal);
    const answer = JSON.parse(line) as ConnectSample | Refusal;
    if ("error" in answer) throw new Error(`${this.#program.name}: ${answer.error}`);
    return answer;
  }

  stop(): Promise<void> {
    return this.#program.stop();
  }
}

/** Whom they connect to, in a process of its own, made without anysock and without a runtime's sockets. */
export class Listener {
  readonly #program = new Program("the listener", listenerCommand());

  /** Its port, and one at which nobody listens. */
  async ports(signal: AbortSignal): Promise<{ readonly open: number; readonly shut: number }> {
    return JSON.parse(await this.#program.line(BEYOND, signal));
  }

  stop(): Promise<void> {
    return this.#program.stop();
  }
}
