import type { Connection } from "@anysock/core";

/** Most bytes of a request, as in the tutorial's `recv(1024)`. */
const UPPER_LIMIT = 1024;

/**
 * The tutorial's server: answers the bytes of the first read, at most 1,024, with the ASCII letters in upper case and every
 * other byte as it is, then ends the connection.
 */
export async function upper(connection: Connection): Promise<void> {
  const request = new Uint8Array(UPPER_LIMIT);
  const count = await connection.read(request);
  if (count !== null) await connection.write(upperCase(request.subarray(0, count)));
  await connection.closeWrite();
}

/** In upper case, in place. ASCII only: the bytes need not be text, let alone UTF-8. */
export function upperCase(bytes: Uint8Array): Uint8Array {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x61 && byte <= 0x7a) bytes[at] = byte - 0x20;
  }
  return bytes;
}
