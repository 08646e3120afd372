import { chargenPeriods } from "./chargen-pattern.ts";

/** Most characters of an answer. */
const LIMIT = 512;

/** Made for the first answer, and a part of every one. */
let characters: Uint8Array | null = null;

/**
 * RFC 864 over UDP: 0 to 512 characters, however many `random` (from 0 to below 1, as `Math.random`) says. They begin where the pattern
 * does: there is "no continuity of data from one answering datagram to another". The memory is that of all answers: send it, as it is.
 */
export function chargenDatagram(random: () => number): Uint8Array {
  characters ??= chargenPeriods(1);
  return characters.subarray(0, Math.floor(random() * (LIMIT + 1)));
}
