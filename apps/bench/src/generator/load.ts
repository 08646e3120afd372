/** Work for an echo server: run for a while, as often as wanted, then finished. */
export interface Load {
  /** Units that are done: messages, bytes or connections that came back whole. */
  readonly done: number;
  /** Units that were sent, are not waited for, and did not arrive. */
  readonly lost?: number;
  /** Works until `performance.now()` is `until`. */
  run(until: number): void;
  /** Takes what is still under way, sees that nothing is missing and nothing too much, and closes. */
  finish(): void;
}

/** How long the server may be silent while an answer is due, in milliseconds, before it has failed. */
export const SILENCE = 5000;

export function silent(what: string): Error {
  return new Error(`no answer within ${SILENCE} ms: ${what}`);
}
