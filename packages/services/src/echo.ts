import { type Connection, pipe } from "@anysock/core";

/**
 * RFC 862: sends back what comes, until the client's FIN; then our FIN.
 *
 * @example
 * ```ts
 * import { listen, serve } from "anysock";
 * import { echo } from "@anysock/services";
 *
 * const server = serve(await listen({ port: 0 }), echo);
 * await server.drain();
 * ```
 */
export async function echo(connection: Connection): Promise<void> {
  await pipe(connection, connection);
  await connection.closeWrite();
}
