import { Buffer } from "node:buffer";

/** Bytes for one call of `read` or `write` where the request names no `chunk`. */
export const BLOCK: number = 64 * 1024;
/** Below this a block of its own is cheaper than one that is kept. */
const SMALL = 4 * 1024;
/** Blocks that are kept for the next call: the agent's memory is measured, so they must not grow with the connections. */
const KEPT = 16;

const free: Uint8Array[] = [];

/** Memory of `size` bytes, with whatever is in it. */
export function takeBlock(size: number): Uint8Array {
  if (size < SMALL || size > BLOCK) return new Uint8Array(size);
  return (free.pop() ?? Buffer.allocUnsafeSlow(BLOCK)).subarray(0, size);
}

/** Gives a block back that nobody writes to any more. */
export function giveBlock(block: Uint8Array): void {
  if (block.buffer.byteLength !== BLOCK || free.length === KEPT) return;
  free.push(new Uint8Array(block.buffer));
}
