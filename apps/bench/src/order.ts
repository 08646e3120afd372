import type { Work } from "./rows.ts";

/** What the generator is told to do, as a line of JSON on its stdin. */
export interface Order {
  readonly work: Work;
  /** The server's, on 127.0.0.1. */
  readonly port: number;
  /** The server's, whose CPU time is taken. */
  readonly pid: number;
  /** Milliseconds before the window, and its length. */
  readonly warmup: number;
  readonly window: number;
}

/** What it measured in the window, as a line of JSON on its stdout. */
export interface Sample {
  /** Messages, bytes or connections that came back whole. */
  readonly done: number;
  /** The window as it was, in milliseconds. */
  readonly milliseconds: number;
  /** CPU time of all threads, in microseconds. */
  readonly serverCpu: number;
  readonly generatorCpu: number;
  /** Of datagrams that nobody waits for: how many were sent and did not arrive. */
  readonly lost?: number;
}

/** Instead: why there is none. */
export interface Refusal {
  readonly error: string;
}
