import type { Connection } from "@anysock/core";
import type { Clock } from "./clock.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** RFC 867: sends the date and the time in one line, without waiting for anything, and then its FIN. */
export async function daytime(connection: Connection, clock: Clock = Date.now): Promise<void> {
  await connection.write(daytimeLine(clock));
  await connection.closeWrite();
}

/**
 * The answer of RFC 867: `Sunday, November 22, 2026 20:49:19-UTC`, the first of the two forms that RFC 867 calls popular, and CR LF. No form is
 * prescribed; this one is not the runtime's, whose words depend on its locale.
 */
export function daytimeLine(clock: Clock): Uint8Array {
  const now = new Date(clock());
  const date = `${DAYS[now.getUTCDay()]}, ${MONTHS[now.getUTCMonth()]} ${now.getUTCDate()}, ${now.getUTCFullYear()}`;
  return new TextEncoder().encode(`${date} ${now.toISOString().slice(11, 19)}-UTC\r\n`);
}
