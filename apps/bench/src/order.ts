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

/** Or: to open connections that are then idle. */
export interface IdleOrder {
  readonly connections: number;
  readonly port: number;
  /** The server's, whose memory is looked at. */
  readonly pid: number;
}

/** The server's memory in bytes, at rest and with the connections. */
export interface IdleSample {
  readonly before: number;
  readonly after: number;
}

/** To a client: to connect, one connection after the other, for so many milliseconds. */
export interface ConnectOrder {
  readonly port: number;
  readonly window: number;
  /** Whether it is to be refused. */
  readonly refused: boolean;
}

/** How long the attempts of a window took, in microseconds, and how many there were. */
export interface ConnectSample {
  readonly p50: number;
  readonly p99: number;
  readonly attempts: number;
}

/** Instead: why there is none. */
export interface Refusal {
  readonly error: string;
}
