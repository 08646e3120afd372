import { pattern, sha256 } from "../peer.ts";

export { textOf, utf8 } from "../text.ts";

/** Larger than the buffers of both kernels' ends together. */
export const LARGE: number = 16 * 1024 * 1024;
export const sample: Uint8Array<ArrayBuffer> = pattern(LARGE);
export const sampleHash: string = await sha256(sample);

/** Who has made the connection: both ways are a runtime's own. */
export const ways = ["connected", "accepted"] as const;
