import { MAX_DATAGRAM_IPV4, MAX_DATAGRAM_IPV6 } from "@anysock/core";
import type { DatagramTransport } from "./stage.ts";

/** Bytes of the longest datagram: what the 16 bits of a length leave of it (RFC 768, RFC 791 3.1, RFC 8200 3). */
export const LONGEST: Readonly<Record<DatagramTransport, number>> = {
  udp4: MAX_DATAGRAM_IPV4,
  udp6: MAX_DATAGRAM_IPV6,
};
