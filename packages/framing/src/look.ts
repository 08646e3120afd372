import { DelimiterSearch } from "./delimiter.ts";
import type { PrefixRule } from "./prefix.ts";

/** A message of `length` bytes within what was gathered, behind `skip` bytes and before `end` bytes that are not part of it. */
interface Found {
  readonly skip: number;
  readonly length: number;
  readonly end: number;
}

/** More bytes must come: `needed` in all, `null` where nobody can say. */
interface Missing {
  readonly needed: number | null;
}

/** The message is longer than it may be. */
interface TooLong {
  readonly tooLong: string;
}

/**
 * Looks for a message in what was gathered. What it answers depends on the bytes alone, not on the pieces they came in; it is
 * asked again with more of them until it has found one.
 */
export type Look = (bytes: Uint8Array, hasEnded: boolean) => Found | Missing | TooLong;

const LF: Uint8Array = Uint8Array.of(0x0a);
const CR = 0x0d;
const MORE: Missing = { needed: null };

function found(length: number, skip = 0, end = 0): Found {
  return { skip, length, end };
}

export function exactly(count: number): Look {
  return (bytes) => (bytes.length < count ? { needed: count } : found(count));
}

/** One byte or more. */
export function atMost(count: number): Look {
  return (bytes) => (bytes.length === 0 ? { needed: 1 } : found(Math.min(bytes.length, count)));
}

export function upTo(delimiter: Uint8Array, max: number): Look {
  const search = new DelimiterSearch(delimiter);
  return (bytes) => {
    const at = search.in(bytes);
    if (at !== -1 && at <= max) return found(at, 0, delimiter.length);
    if (at === -1 && bytes.length < max + delimiter.length) return MORE;
    return { tooLong: `no delimiter within ${max} bytes` };
  };
}

/** Up to an LF, or where the last line need not have one up to the FIN. Before the LF may stand a CR. */
export function line(max: number, unterminated: boolean): Look {
  const search = new DelimiterSearch(LF);
  const upToMax = (length: number, end: number): Found | TooLong =>
    length <= max ? found(length, 0, end) : { tooLong: `the line has ${length} bytes, and ${max} are allowed` };
  return (bytes, hasEnded) => {
    const at = search.in(bytes);
    if (at !== -1) return bytes[at - 1] === CR ? upToMax(at - 1, 2) : upToMax(at, 1);
    // One more, which may be the CR.
    if (bytes.length > max + 1) return { tooLong: `no end of line within ${max} bytes` };
    return hasEnded && unterminated && bytes.length > 0 ? upToMax(bytes.length, 0) : MORE;
  };
}

export function prefixed({ decode }: PrefixRule, max: number): Look {
  return (bytes) => {
    const announced = decode(bytes);
    if (announced === undefined) return MORE;
    const { length, size } = announced;
    if (length > max) return { tooLong: `${length} bytes are announced, and ${max} are allowed` };
    return bytes.length < size + length ? { needed: size + length } : found(length, size);
  };
}
