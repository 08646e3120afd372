/** So many bytes of the popular pattern: a line is the one before it, moved on by one character of the ring. */
export function lines(length: number): string {
  const ring = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join("");
  const period = Array.from(ring, (_, at) => `${(ring + ring).slice(at, at + 72)}\r\n`).join("");
  return period.repeat(Math.ceil(length / period.length)).slice(0, length);
}
