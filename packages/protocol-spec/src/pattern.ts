/**
 * Bytes that can be made and checked anywhere from three numbers, so that 64 MiB need not travel between processes.
 *
 * Byte `n` of the pattern with seed `s` is byte `n mod 4` (little-endian) of `mix(s + floor(n / 4) * 0x9e3779b9)`, all in
 * 32-bit arithmetic, with MurmurHash3's finaliser as `mix` (public domain, Austin Appleby).
 */
export interface Pattern {
  readonly seed: number;
  /** Bytes of the pattern before the first one. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

const STEP = 0x9e3779b9 | 0;

export function fillPattern(into: Uint8Array, seed: number, offset: number): Uint8Array {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  let at = 0;
  let index = Math.floor(offset / 4);
  const skipped = offset % 4;
  if (skipped !== 0) {
    const word = wordOf(seed, index++);
    for (let byte = skipped; byte < 4 && at < into.length; byte++) into[at++] = (word >>> (8 * byte)) & 0xff;
  }
  // The loop that makes every MiB of a run: `wordOf` written out is worth a third of its time.
  let state = (seed + Math.imul(index, STEP)) | 0;
  for (; at + 4 <= into.length; at += 4, index++) {
    let h = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    view.setInt32(at, h ^ (h >>> 16), true);
    state = (state + STEP) | 0;
  }
  if (at < into.length) {
    const word = wordOf(seed, index);
    for (let byte = 0; at < into.length; byte++) into[at++] = (word >>> (8 * byte)) & 0xff;
  }
  return into;
}

/** The bytes of `pattern`, all at once. */
export function patternBytes(pattern: Pattern): Uint8Array {
  return fillPattern(new Uint8Array(pattern.length), pattern.seed, pattern.offset);
}

function wordOf(seed: number, index: number): number {
  let h = (seed + Math.imul(index, STEP)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
