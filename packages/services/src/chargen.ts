import { type Connection, SocketError } from "@anysock/core";
import { CHARGEN_PERIOD, chargenPeriods } from "./chargen-pattern.ts";

/** Bytes per write: whole periods, so that one block in memory is everybody's, again and again. */
const BLOCK: number = Math.floor((256 * 1024) / CHARGEN_PERIOD) * CHARGEN_PERIOD;
/**
 * Milliseconds of writing after which others have their turn. To a client that reads as fast, writes are done at once, for
 * ever: without it another one waited for up to 0.2 s on loopback.
 */
const TURN = 5;

/** Made for the first client. */
let block: Uint8Array | null = null;

/**
 * RFC 864: sends lines of 72 characters, ending in CR LF, each beginning one character further in the ring of the 95 that
 * print, and throws away what comes, until the client terminates.
 *
 * Both ways of the RFC are an end in good order: the careful close, which is the client's FIN (RFC 793, 3.8: CLOSE), answered
 * by our FIN behind the block under way; and the rude abort. What is written waits for the client, as every `write` does, so
 * that one who does not read costs no more than the block that all share.
 * @throws SocketError what else has ended the connection
 */
export async function chargen(connection: Connection): Promise<void> {
  block ??= chargenPeriods(BLOCK / CHARGEN_PERIOD);
  try {
    let terminated = false;
    const input = throwAway(connection).finally(() => {
      terminated = true;
    });
    // Its failure is met below, or by the write under way.
    input.catch(() => {});
    for (let turn = performance.now(); !terminated; ) {
      await connection.write(block);
      if (performance.now() - turn < TURN) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      turn = performance.now();
    }
    await input;
    await connection.closeWrite();
  } catch (error) {
    if (!isRudeAbort(error)) throw error;
  }
}

async function throwAway(connection: Connection): Promise<void> {
  const memory = new Uint8Array(16 * 1024);
  while ((await connection.read(memory)) !== null);
}

function isRudeAbort(error: unknown): boolean {
  return error instanceof SocketError && (error.code === "ECONNRESET" || error.code === "EPIPE");
}
