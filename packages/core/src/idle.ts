/**
 * Pending operations keep the process alive, idle connections do not (invariant 15). Telling the runtime at the end of
 * each operation would cost two calls a message, for a connection that is read again in the next microtask. So idle
 * ones are looked at once a turn of the event loop, all together, and only those still idle are let go.
 */
export interface Idle {
  /** Called when the look comes. */
  settleIdle(): void;
}

let waiting: Idle[] = [];

/** Has `settleIdle` called soon. The caller sees to it that it is not in the list twice. */
export function lookLater(idle: Idle): void {
  waiting.push(idle);
  if (waiting.length === 1) setTimeout(look, 0);
}

function look(): void {
  const looked = waiting;
  waiting = [];
  for (const idle of looked) idle.settleIdle();
}
