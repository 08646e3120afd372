/** Printing characters of ASCII, space first. */
const RING = 95;
const FIRST = 0x20;
/** Characters of a line, without its CR LF. */
const LINE = 72;

/** Bytes after which the lines begin anew: one line for each character that can be its first. */
export const CHARGEN_PERIOD: number = RING * (LINE + 2);

/** RFC 864's "popular pattern", so many periods of it. */
export function chargenPeriods(count: number): Uint8Array {
  const bytes = new Uint8Array(count * CHARGEN_PERIOD);
  for (let at = 0, line = 0; at < bytes.length; line++) {
    for (let column = 0; column < LINE; column++) bytes[at++] = FIRST + ((line + column) % RING);
    bytes[at++] = 0x0d;
    bytes[at++] = 0x0a;
  }
  return bytes;
}
