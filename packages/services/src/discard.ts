import type { Connection } from "@anysock/core";

/** Bytes per read. */
const MEMORY = 64 * 1024;

/** RFC 863: throws away what comes, answers nothing, until the client's FIN; then our FIN. */
export async function discard(connection: Connection): Promise<void> {
  const memory = new Uint8Array(MEMORY);
  while ((await connection.read(memory)) !== null);
  await connection.closeWrite();
}
