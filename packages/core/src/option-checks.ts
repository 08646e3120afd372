import { ipFamily } from "./address.ts";
import { shown } from "./shown.ts";
import { zoneFault } from "./zone.ts";

/** The longest keep-alive idle time that Linux takes, in seconds (tcp(7): 32767). */
const MAX_KEEP_ALIVE = 32_767;

/** What is wrong with the value of an option, in words that follow it, or `undefined`. */
export type Check = (value: unknown) => string | undefined;

export const aBoolean: Check = (value) => (typeof value === "boolean" ? undefined : "is not true or false");

export function anInteger(from: number, to: number): Check {
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= from && value <= to
      ? undefined
      : `is not an integer from ${from} to ${to}`;
}

/** As chmod(1) writes them: nobody thinks of them in decimals. */
export const aMode: Check = (value) =>
  anInteger(0, 0o777)(value) === undefined ? undefined : "is not an integer from 0 to 0o777";

export const aKeepAlive: Check = (value) => {
  if (typeof value === "boolean") return undefined;
  const wholeSeconds = typeof value === "number" && Number.isInteger(value / 1000);
  if (wholeSeconds && value >= 1000 && value <= MAX_KEEP_ALIVE * 1000) return undefined;
  return `is not true, false or whole seconds in milliseconds, from 1000 to ${MAX_KEEP_ALIVE}000`;
};

/** The ECN bits (RFC 3168, 5), which the kernel keeps for itself on TCP. */
export const aTrafficClass: Check = (value) =>
  anInteger(0, 252)(value) === undefined && Number(value) % 4 === 0
    ? undefined
    : "is not a multiple of 4 from 0 to 252";

/** What Linux takes without raising it, and before its doubling overflows (socket(7)). */
export const aBuffer: Check = anInteger(4096, 0x3fff_ffff);

export const aLocalAddress: Check = (value) => {
  const expected = "is not { host } (an IP address), { port } (0 to 65535) or both";
  const wrongHost = (why: string): string => `has the host ${shown((value as { host?: unknown }).host)}: ${why}`;
  if (typeof value !== "object" || value === null) return expected;
  const { host, port } = value as { readonly host?: unknown; readonly port?: unknown };
  if (Object.keys(value).some((key) => key !== "host" && key !== "port")) return expected;
  if (host === undefined && port === undefined) return expected;
  if (host !== undefined && (typeof host !== "string" || ipFamily(host) === null)) {
    return wrongHost(expected);
  }
  const zone = host === undefined ? undefined : zoneFault(host);
  if (zone !== undefined) return wrongHost(zone);
  const wrongPort = port === undefined ? undefined : anInteger(0, 65_535)(port);
  return wrongPort === undefined ? undefined : `has the port ${shown(port)}: ${expected}`;
};
