import type { IdleOrder, IdleSample, Order, Refusal, Sample } from "./order.ts";
import { Program } from "./program.ts";
import { generatorCommand } from "./variants.ts";

/** What a sample may take beyond its own time, in milliseconds: the generator itself notices silence after 5 s. */
const BEYOND = 15_000;

/** What opening and ending many connections may take, with twice the longest time until memory is at rest, in milliseconds. */
const HELD = 60_000;

/** The load, from a process of its own, the same for every server. */
export class Generator {
  readonly #program = new Program("the load generator", generatorCommand());

  measure(order: Order, signal: AbortSignal): Promise<Sample> {
    return this.#answer<Sample>(order, order.warmup + order.window + BEYOND, signal);
  }

  holdIdle(order: IdleOrder, signal: AbortSignal): Promise<IdleSample> {
    return this.#answer<IdleSample>(order, HELD, signal);
  }

  async #answer<Answer extends object>(order: object, timeout: number, signal: AbortSignal): Promise<Answer> {
    this.#program.write(JSON.stringify(order));
    const answer = JSON.parse(await this.#program.line(timeout, signal)) as Answer | Refusal;
    if ("error" in answer) throw new Error(answer.error);
    return answer;
  }

  stop(): Promise<void> {
    return this.#program.stop();
  }
}
