import process from "node:process";
import { type Connection, SocketError } from "anysock";
import { sayRefused, write } from "./output.ts";

/** Where the bytes come from; at a terminal the other end's FIN ends it, without waiting for more of them. */
export type Source = AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };

/**
 * Sends all of `source`, gives `take` all that comes, and closes. Rejects with the failure that came first; `false`: nothing failed,
 * and yet nobody knows whether the other end has got everything.
 */
export async function converse(
  connection: Connection,
  source: Source,
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<boolean> {
  const sent = send(connection, source);
  // A server that answers and closes early makes the sending fail: what it has answered is written all the same, and the
  // failure that came first is told.
  let failure: unknown = null;
  const told = (error: unknown): void => {
    failure ??= error;
  };
  sent.catch((error) => {
    told(error);
    // Where stdin is what failed, the other end does not know: it would be waited for.
    if (!(error instanceof SocketError)) connection.abort();
  });
  await receive(connection, take).catch(told);
  if (source.isTTY !== true && failure === null) await sent.catch(told);
  if (failure !== null) throw failure;
  return await connection.close();
}

async function send(connection: Connection, source: Source): Promise<void> {
  for await (const chunk of source) await connection.write(chunk);
  await connection.closeWrite();
}

async function receive(connection: Connection, take: (chunk: Uint8Array) => Promise<void>): Promise<void> {
  for await (const chunk of connection) await take(chunk);
}

/** Settles when stdout has taken the chunk. Nobody reads stdout any more, or it is full: nothing is left to do. */
export async function toStdout(chunk: Uint8Array, connection: Pick<Connection, "abort">): Promise<void> {
  const error = await write(process.stdout, chunk);
  if (error === null) return;
  connection.abort(error);
  const isUnread = "code" in error && error.code === "EPIPE";
  process.exit(isUnread ? 1 : sayRefused(error, 1));
}
