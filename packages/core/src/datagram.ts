import type { Address } from "./address.ts";

/** One datagram, as it came. */
export interface Datagram {
  /** All of its bytes, none for an empty one; the receiver owns the memory. */
  readonly data: Uint8Array;
  readonly from: Address;
}

/** What `receive(into)` has put there. */
export interface ReceivedDatagram {
  /** Bytes in `into`. */
  readonly length: number;
  /** The datagram was longer, and the rest of it is lost (recvfrom(2), MSG_TRUNC). */
  readonly truncated: boolean;
  readonly from: Address;
}

/**
 * Most bytes of a datagram over IPv4: its total length has 16 bits, of which the headers of IP and UDP take 20 and 8 (RFC 791,
 * 3.1; RFC 768).
 */
export const MAX_DATAGRAM_IPV4 = 65_507;

/** Over IPv6, whose payload length has 16 bits and does not count the header (RFC 8200, 3). */
export const MAX_DATAGRAM_IPV6 = 65_527;
