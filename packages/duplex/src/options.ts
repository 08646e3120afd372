import type { Connection, Endpoint } from "@anysock/core";

/** `connect` of anysock, or a function that connects as it does, with options of its own for instance. */
export type Connect = (to: Endpoint, options: { readonly signal: AbortSignal }) => Promise<Connection>;

export interface DuplexOptions {
  /** `false` (the default, as of `net.Socket`): our side ends when the peer's has, after what was written. */
  readonly allowHalfOpen?: boolean | undefined;
  /** Bytes that are read ahead of the reader, and written ahead of the peer, before `write` says `false`: 65,536. */
  readonly highWaterMark?: number | undefined;
}

/** What is wrong with what `toDuplex` was given, or `null`. */
export function faultOf(from: unknown, options: unknown): string | null {
  const isConnection = typeof from === "object" && from !== null && "readChunk" in from;
  if (!isConnection && typeof from !== "function") {
    return "a duplex is made of a connection, or of a function that connects (and of no promise: await it first)";
  }
  if (typeof options !== "object" || options === null) return "the options must be { allowHalfOpen, highWaterMark }";
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (name === "allowHalfOpen") {
      if (typeof value !== "boolean") return `allowHalfOpen ${String(value)} is not true or false`;
    } else if (name === "highWaterMark") {
      if (!Number.isSafeInteger(value) || value < 0) return `highWaterMark ${String(value)} is not a number of bytes`;
    } else return `there is no option ${name}; known are allowHalfOpen, highWaterMark`;
  }
  return null;
}
