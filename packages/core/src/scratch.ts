/** Memory for reads that have none of their own. Kept, because new memory is filled with zeros: about 5 µs for each of these. */
const SIZE = 64 * 1024;
const KEPT = 32;
const free: Uint8Array[] = [];

export function takeScratch(): Uint8Array {
  return free.pop() ?? new Uint8Array(SIZE);
}

export function giveBackScratch(memory: Uint8Array): void {
  if (free.length < KEPT) free.push(memory);
}

/**
 * Memory for the caller to keep, out of a chunk that lies in `scratch`: a copy where the chunk is small, so that ten bytes
 * do not pin 64 KiB (denoland/deno#35779), else the scratch memory itself, which is then no longer ours.
 */
export function keepable(chunk: Uint8Array, scratch: Uint8Array): Uint8Array {
  if (chunk.length * 2 > scratch.length) return chunk;
  const copy = chunk.slice();
  giveBackScratch(scratch);
  return copy;
}

/** Not a runtime's subclass, whose methods differ: the `slice` of Node's Buffer copies nothing. */
export function plain(chunk: Uint8Array): Uint8Array {
  if (chunk.constructor === Uint8Array) return chunk;
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
