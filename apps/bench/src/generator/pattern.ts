import { type Pointer, ptr } from "bun:ffi";

/** Bytes that everything sent is a part of, without a period, so that a lost or doubled piece cannot look right. */
export const PATTERN_SIZE: number = 1024 * 1024;
export const pattern: Uint8Array = makePattern();
const start = ptr(pattern);

export function patternAt(offset: number): Pointer {
  return (start + offset) as Pointer;
}

/** xorshift32 (Marsaglia 2003): the same in every run. */
function makePattern(): Uint8Array {
  const words = new Uint32Array(PATTERN_SIZE / 4);
  let state = 0x9e37_79b9;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return new Uint8Array(words.buffer);
}
