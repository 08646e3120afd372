import { pattern, sha256 } from "../peer.ts";

export { textOf, utf8 } from "../text.ts";

/** Larger than the buffers of both kernels' ends together. */
export const LARGE: number = 16 * 1024 * 1024;
export const sample: Uint8Array<ArrayBuffer> = pattern(LARGE);
export const sampleHash: string = await sha256(sample);

/** Where what was received in place of the sample is other, which tells what went wrong there; `null`: nowhere. */
export function otherThanSample(received: Uint8Array): string | null {
  const at = received.findIndex((byte, index) => byte !== sample[index]);
  if (at === -1 && received.length === LARGE) return null;
  const first = at === -1 ? received.length : at;
  const [wanted, got] = [sample, received].map((bytes) => hex(bytes.subarray(first, first + 8)));
  return `byte ${first}: expected ${wanted}, got ${got}; ${received.length} of ${LARGE} bytes`;
}

function hex(bytes: Uint8Array): string {
  if (bytes.length === 0) return "the end";
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Who has made the connection: both ways are a runtime's own. */
export const ways = ["connected", "accepted"] as const;
