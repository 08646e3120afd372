import type { DriverStream } from "./driver.ts";
import type { SocketError } from "./error.ts";

/** Options of a connection that can also be changed while it is open. */
export interface ConnectionOptions {
  /** Send small writes at once (TCP_NODELAY). Default `true`, on every runtime. `EINVAL` on a Unix socket, which never waits. */
  readonly noDelay?: boolean;
  /**
   * Probe an idle TCP peer: `true` with the system's idle time, or that time in milliseconds (a whole number of seconds). How often
   * it is probed from then on is the system's (tcp(7)). Default `false`.
   */
  readonly keepAlive?: boolean | number;
}

/** What `ConnectionOptions` come to for a driver. */
export type OptionSetter = (stream: DriverStream, options: ConnectionOptions) => SocketError | null;
