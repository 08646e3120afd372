import { readFileSync } from "node:fs";
import { tcpEnd } from "../subject/socket-tables.ts";

/** What a socket may hold that nobody has given another limit: bytes on their way through a Unix socket (unix(7), socket(7)). */
const DEFAULT_SEND_BUFFER = "/proc/sys/net/core/wmem_default";

/**
 * Bytes that one end of a connection has sent and the other has not read: what lies unacknowledged in the one's send queue
 * and unread in the other's receive queue. What is received and not yet acknowledged is in both, for as long as the
 * acknowledgement is delayed. Of a Unix socket the system does not tell how much it holds: the most that it does. `null`
 * where the system tells nothing, or has one end only.
 */
export function bytesInTransit(from: string, to: string): number | null {
  if ([from, to].some((address) => address.startsWith("unix:"))) return defaultSendBuffer();
  // The sender first: a byte that goes from the one to the other meanwhile is counted twice, and none is missed.
  const sender = tcpEnd(from, to);
  const receiver = tcpEnd(to, from);
  return sender === null || receiver === null ? null : sender.unsent + receiver.unread;
}

function defaultSendBuffer(): number | null {
  try {
    return Number(readFileSync(DEFAULT_SEND_BUFFER, "utf8"));
  } catch {
    return null;
  }
}
