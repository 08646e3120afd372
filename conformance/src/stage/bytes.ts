import { Buffer } from "node:buffer";
import type { Bytes, Divergence } from "@anysock/protocol-spec";
import type { WireBytes } from "../agent/protocol.ts";

/** Bytes as the agent protocol has them. */
export function wireBytes(data: Bytes): WireBytes {
  if (!(data instanceof Uint8Array)) return { pattern: { seed: data.seed, offset: data.offset, length: data.length } };
  return { base64: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64") };
}

/** Bytes as a person reads them in a ladder. */
export function describeBytes(data: Bytes): string {
  if (!(data instanceof Uint8Array)) {
    return `${data.length} bytes of pattern ${data.seed}${data.offset === 0 ? "" : ` from ${data.offset}`}`;
  }
  const start = Buffer.from(data.buffer, data.byteOffset, Math.min(data.length, 16)).toString("hex");
  return data.length === 0 ? "0 bytes" : `${data.length} bytes: ${start}${data.length > 16 ? "…" : ""}`;
}

export function describeDivergence({ offset, expected, actual }: Divergence): string {
  return `byte ${offset}: expected ${expected || "nothing"}, got ${actual || "nothing"}`;
}
