import { type Operation, SocketError, type SocketErrorInit } from "./error.ts";
import { shown } from "./shown.ts";

/** How long an operation may wait. Both may be given; the first to come ends the wait. */
export interface Wait {
  /** Ends the wait with `ECANCELED`; the error's `cause` is the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the wait ends with `ETIMEDOUT`. Costs no AbortSignal. */
  readonly timeout?: number | undefined;
}

/** The longest timer that every runtime keeps (2^31 - 1 ms); beyond it they fire at once. */
export const MAX_TIMEOUT = 0x7fff_ffff;

/** What is wrong with a wait, or `undefined`. */
export function waitFault(wait: Wait | undefined, operation: Operation): SocketError | undefined {
  if (wait === undefined) return undefined;
  const fault = (detail: string): SocketError => new SocketError("EINVAL", operation, { detail });
  if (typeof wait !== "object" || wait === null || Array.isArray(wait))
    return fault(`${shown(wait)} is not { signal, timeout }`);
  // Not only own properties, so that a bare AbortSignal in place of the object is told as well.
  for (const key in wait) {
    if (key !== "signal" && key !== "timeout") return fault(`a wait has no ${key}: expected { signal, timeout }`);
  }
  return limitFault(wait, operation);
}

/** What is wrong with the signal or the timeout of an object that may have other properties as well, or `undefined`. */
export function limitFault({ signal, timeout }: Wait, operation: Operation): SocketError | undefined {
  if (timeout !== undefined && !(typeof timeout === "number" && timeout >= 0 && timeout <= MAX_TIMEOUT)) {
    const detail = `timeout ${shown(timeout)} is not a number of milliseconds from 0 to ${MAX_TIMEOUT}`;
    return new SocketError("EINVAL", operation, { detail });
  }
  if (signal === undefined || isSignal(signal)) return undefined;
  const given: unknown = signal;
  const isController = typeof given === "object" && given !== null && "signal" in given && isSignal(given.signal);
  const detail = isController
    ? "signal is an AbortController, not an AbortSignal: give the .signal of it"
    : `signal ${shown(given)} is not an AbortSignal`;
  return new SocketError("EINVAL", operation, { detail });
}

/** By what is used of it, so that one of another realm, or of a library, is one as well. */
function isSignal(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { aborted, addEventListener, removeEventListener } = value as Partial<AbortSignal>;
  return (
    typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function"
  );
}

/** The error of a wait that its signal ended. */
export function canceled(signal: AbortSignal, operation: Operation, init: SocketErrorInit): SocketError {
  return new SocketError("ECANCELED", operation, { ...init, cause: signal.reason });
}

/** The error of a wait that its timeout ended. */
export function timedOut(timeout: number, operation: Operation, init: SocketErrorInit): SocketError {
  return new SocketError("ETIMEDOUT", operation, { ...init, detail: `not done within ${timeout} ms` });
}

export function nothing(): void {}

/** Whether anything ends the wait early. */
export function isLimited(wait: Wait | undefined): wait is Wait {
  return wait?.signal !== undefined || wait?.timeout !== undefined;
}

/**
 * Calls `expire` once when the wait ends, never before it has returned. The returned function takes that back, and leaves no
 * timer and no listener. `wait` has passed {@link waitFault}. Its timer keeps the process alive only where it `holds` it: as a
 * rule the operation does that.
 */
export function watch(
  wait: Wait | undefined,
  operation: Operation,
  init: SocketErrorInit,
  expire: (error: SocketError) => void,
  holds = false,
): () => void {
  if (!isLimited(wait)) return nothing;
  const { signal, timeout } = wait;
  if (signal?.aborted === true) return soon(() => expire(canceled(signal, operation, init)));
  const onAbort = (): void => {
    stop();
    if (signal !== undefined) expire(canceled(signal, operation, init));
  };
  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(() => {
          stop();
          expire(timedOut(timeout, operation, init));
        }, timeout);
  if (!holds) letGo(timer);
  signal?.addEventListener("abort", onAbort, { once: true });
  const stop = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
  return stop;
}

/** What `promise` comes to, or the end of the wait before that. */
export function within<T>(wait: Wait, operation: Operation, init: SocketErrorInit, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = watch(wait, operation, init, reject);
    promise.then(resolve, reject).finally(stop);
  });
}

/** A signal that is aborted already tells nobody any more. */
function soon(act: () => void): () => void {
  let isWanted = true;
  queueMicrotask(() => {
    if (isWanted) act();
  });
  return () => {
    isWanted = false;
  };
}

/**
 * One timer for many waits that follow one another, as the reads of a connection do: a wait that ends in time costs
 * two assignments, and the timer, once armed, looks at its turn how long is left.
 */
export class Deadline {
  readonly #expire: () => void;
  #due = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(expire: () => void) {
    this.#expire = expire;
  }

  start(milliseconds: number): void {
    this.#due = performance.now() + milliseconds;
    if (this.#due < this.#armedFor) this.#arm(milliseconds);
  }

  stop(): void {
    this.#due = Number.POSITIVE_INFINITY;
  }

  /** Gives the timer back as well. */
  dispose(): void {
    this.stop();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #arm(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#armedFor = this.#due;
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, milliseconds));
    letGo(this.#timer);
  }

  #fire(): void {
    this.#timer = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
    if (this.#due === Number.POSITIVE_INFINITY) return;
    const left = this.#due - performance.now();
    if (left > 0) {
      this.#arm(left);
      return;
    }
    this.stop();
    this.#expire();
  }
}

/** Where timers can be told not to keep the process alive (HTML knows only numbers), they are: the operation does that. */
export function letGo(timer: unknown): void {
  if (typeof timer !== "object" || timer === null || !("unref" in timer)) return;
  if (typeof timer.unref === "function") timer.unref();
}
