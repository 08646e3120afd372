import { readFile } from "node:fs/promises";

/** A line of it is one socket: `0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 …` (proc(5)). */
const TABLE = "/proc/net/tcp";

/**
 * Bytes that one end of an IPv4 connection has sent and the other has not read: what lies unacknowledged in the one's send
 * queue and unread in the other's receive queue. What is received and not yet acknowledged is in both, for as long as the
 * acknowledgement is delayed. `null` where the system does not tell. Both ends are on this machine.
 */
export async function bytesInTransit(from: string, to: string): Promise<number | null> {
  const [sender, receiver] = [inTable(from), inTable(to)];
  if (sender === null || receiver === null) return null;
  const table = await readFile(TABLE, "latin1").catch(() => "");
  const sending = queuesOf(table, `${sender} ${receiver}`);
  const receiving = queuesOf(table, `${receiver} ${sender}`);
  return sending === null || receiving === null ? null : sending.unsent + receiving.unread;
}

/** `tcp://127.0.0.1:8080` as the table has it: `0100007F:1F90`, the address in the machine's own order of bytes. */
function inTable(address: string): string | null {
  const [, host = "", port] = /^tcp:\/\/(\d+\.\d+\.\d+\.\d+):(\d+)$/.exec(address) ?? [];
  if (port === undefined) return null;
  const bytes = host.split(".").reverse().map(Number);
  return `${bytes.map((byte) => hex(byte, 2)).join("")}:${hex(Number(port), 4)}`;
}

function queuesOf(table: string, ends: string): { readonly unsent: number; readonly unread: number } | null {
  const at = table.indexOf(` ${ends} `);
  if (at === -1) return null;
  const [, unsent = "", unread = ""] =
    /^.{2} ([\dA-F]{8}):([\dA-F]{8})/.exec(table.slice(at + ends.length + 2, at + ends.length + 32)) ?? [];
  return { unsent: Number.parseInt(unsent, 16), unread: Number.parseInt(unread, 16) };
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
