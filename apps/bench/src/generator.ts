import type { Order, Refusal, Sample } from "./order.ts";
import { Program } from "./program.ts";
import { generatorCommand } from "./variants.ts";

/** What a sample may take beyond its own time, in milliseconds: the generator itself notices silence after 5 s. */
const BEYOND = 15_000;

/** The load, from a process of its own, the same for every server. */
export class Generator {
  readonly #program = new Program("the load generator", generatorCommand());

  async measure(order: Order, signal: AbortSignal): Promise<Sample> {
    this.#program.write(JSON.stringify(order));
    const line = await this.#program.line(order.warmup + order.window + BEYOND, signal);
    const answer = JSON.parse(line) as Sample | Refusal;
    if ("error" in answer) throw new Error(answer.error);
    return answer;
  }

  stop(): Promise<void> {
    return this.#program.stop();
  }
}
