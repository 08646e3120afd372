/**
 * Pending operations keep the process alive, idle connections do not (invariant 15). Telling the runtime at the end of
 * each operation would cost two calls a message, for a connection that is read again in the next microtask. So idle
 * ones are looked at a little later, all together, and only those still idle are let go.
 */
export interface Idle {
  /** Called when the look comes. */
  settleIdle(): void;
}

/** Milliseconds. At 0 a loop of read and write would set a timer each turn, which took 4 to 10 % of its time on Deno. */
export const LOOK_PATIENCE = 10;

let waiting: Idle[] = [];

/** Has `settleIdle` called soon. The caller sees to it that it is not in the list twice. */
export function lookLater(idle: Idle): void {
  waiting.push(idle);
  if (waiting.length === 1) setTimeout(look, LOOK_PATIENCE);
}

function look(): void {
  const looked = waiting;
  waiting = [];
  for (const idle of looked) idle.settleIdle();
}
