import { SocketError } from "./error.ts";
import { shown } from "./shown.ts";

/** What `serve()` and `serveDatagrams()` are both told. */
interface CommonServeOptions {
  readonly limit?: number;
  readonly onError?: unknown;
}

const known = ["limit", "onError"];

/** @throws SocketError `EINVAL` where the handler or the options cannot be; `usual` is the limit where none is given, and may be `Infinity`. */
export function mustBeServable(handler: unknown, options: CommonServeOptions, usual: number): void {
  const fault =
    typeof handler === "function" ? optionsFault(options, usual) : `the handler ${shown(handler)} is not a function`;
  if (fault !== undefined) throw notServable(fault);
}

export function notServable(detail: string): SocketError {
  return new SocketError("EINVAL", "serve", { detail });
}

function optionsFault(options: CommonServeOptions, usual: number): string | undefined {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    return `${shown(options)} is not an object of options`;
  // Not only own properties, so that a bare AbortSignal in place of the object is told as well.
  for (const name in options) {
    if (!known.includes(name)) return `there is no option ${name}; known are ${known.join(", ")}`;
  }
  const { limit = usual, onError } = options;
  if (limit !== usual && !(Number.isInteger(limit) && limit >= 1)) {
    return `limit ${shown(limit)} is not an integer from 1${usual === Number.POSITIVE_INFINITY ? ", or Infinity" : ""}`;
  }
  return onError === undefined || typeof onError === "function"
    ? undefined
    : `onError ${shown(onError)} is not a function`;
}

/** An error that nobody takes is the process's, as one that a timer's callback throws is. */
export function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
