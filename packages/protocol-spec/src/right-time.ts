import { Mismatch } from "./case.ts";

/** From 1900, where RFC 868 begins, to 1970. */
const FROM_1900 = 2_208_988_800;
/** How far the server's clock may be from the suite's. A zone's time is at least 15 minutes from GMT. */
const TOLERANCE = 600;

/** Four bytes are the seconds since 1900, by the suite's own clock. */
export function expectRightTime(bytes: Uint8Array): void {
  const told = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const now = Math.floor(Date.now() / 1000) + FROM_1900;
  // In 32 bits: behind 2036 is 0.
  if (Math.abs((told - now) | 0) <= TOLERANCE) return;
  throw new Mismatch(`${now % 2 ** 32}, or up to ${TOLERANCE} s away from it`, String(told));
}
