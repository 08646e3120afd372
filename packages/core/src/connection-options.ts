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
  /**
   * The class of the TCP connection's packets (IP_TOS, or IPV6_TCLASS): 0 to 252 in steps of 4, which is four times the DSCP of
   * RFC 2474, because the two lowest bits are the kernel's own (ECN, RFC 3168). Packets of the handshake may still be of class 0.
   */
  readonly trafficClass?: number;
}

/** Sizes that must be known before there is a connection, so that the first window is announced by them. */
export interface BufferOptions {
  /**
   * Bytes that the kernel keeps for us to read (SO_RCVBUF), 4,096 to 1,073,741,823, on TCP. Linux counts twice as many, for its own
   * bookkeeping, up to twice `net.core.rmem_max`, and no longer chooses the size by itself (socket(7), tcp(7)).
   */
  readonly receiveBuffer?: number;
  /** Bytes written that the kernel keeps until the peer has them (SO_SNDBUF); as `receiveBuffer`, with `net.core.wmem_max`. */
  readonly sendBuffer?: number;
}

/** What `ConnectionOptions` come to for a driver. */
export type OptionSetter = (stream: DriverStream, options: ConnectionOptions) => SocketError | null;
