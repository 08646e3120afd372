import { holdersOf, namespaceOf } from "./socket-holders.ts";
import { receiversAt } from "./socket-tables.ts";

/**
 * Why this process cannot be the server of datagrams at this address: it does not have the socket there, or others have it as well, or have
 * another one there, and who of them answers cannot be seen. Nobody accepts anything whose other end could be looked for, so in a network
 * namespace that is not ours, where the same address is another one, nothing can be said at all. `null`: the socket is its own alone.
 */
export function whyNotReceiving(pid: number, address: string): string | null {
  if (namespaceOf(pid) !== namespaceOf("self")) {
    return `that process is in another network namespace, so it cannot be seen whether the datagrams to ${address} are its`;
  }
  const sockets = receiversAt(address);
  if (sockets.size === 0) return `no process of this machine has a UDP socket at ${address}`;
  const holders = [...holdersOf(sockets)];
  const other = holders.find((holder) => holder !== pid);
  if (!holders.includes(pid)) {
    const who = other === undefined ? "" : `; process ${other} has`;
    return `that process does not have the UDP socket at ${address}${who}`;
  }
  if (other === undefined) return null;
  return `process ${other} has a UDP socket at ${address} as well, and which of the two answers cannot be seen`;
}
