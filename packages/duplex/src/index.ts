/**
 * An anysock connection as a `Duplex` of `node:stream`, which Bun and Deno have as well, for drivers that were written for
 * `net.Socket`.
 *
 * @module
 */
import { type Connection, SocketError } from "@anysock/core";
import { type Connect, type DuplexOptions, faultOf } from "./options.ts";
import { SocketDuplex } from "./socket-duplex.ts";

export type { Connect, DuplexOptions } from "./options.ts";
export type { SocketDuplex } from "./socket-duplex.ts";

/**
 * Makes a `Duplex` of a connection, which belongs to it from then on; or, of a function that connects, one that is not connected
 * yet, as `new net.Socket()` is: its `connect(port, host)` calls that function.
 *
 * `end()` is `closeWrite`, and the peer's FIN is `'end'`. `destroy()` is close(2): what was written and flushed still arrives, and
 * the peer sees a reset where something is lost. `destroy(error)` is `abort`. What fails is a `SocketError`, by `'error'`.
 * @throws SocketError `EINVAL`
 *
 * @example
 * ```ts
 * import { toDuplex } from "@anysock/duplex";
 * import { connect } from "anysock";
 * import pg from "pg";
 *
 * const client = new pg.Client({ host: "127.0.0.1", stream: () => toDuplex(connect) });
 * ```
 */
export function toDuplex(from: Connection | Connect, options: DuplexOptions = {}): SocketDuplex {
  const fault = faultOf(from, options);
  if (fault !== null) throw new SocketError("EINVAL", "connect", { detail: fault });
  return new SocketDuplex(from, options);
}
