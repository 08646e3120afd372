import type { Connection } from "@anysock/core";
import type { Clock } from "./clock.ts";

/** Seconds from 1900-01-01 00:00 GMT, where RFC 868 begins, to 1970. */
const FROM_1900 = 2_208_988_800;

/** RFC 868: sends the seconds since 1900 in 32 bits, without waiting for anything, and then its FIN. They begin anew in 2036. */
export async function time(connection: Connection, clock: Clock = Date.now): Promise<void> {
  await connection.write(secondsSince1900(clock));
  await connection.closeWrite();
}

/** The answer of RFC 868, in network byte order. `setUint32` keeps the lowest 32 bits, as RFC 868's clock does. */
export function secondsSince1900(clock: Clock): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, Math.floor(clock() / 1000) + FROM_1900);
  return bytes;
}
