/** How an idle connection is probed: times in milliseconds. */
export interface KeepAliveTimes {
  readonly idle: number;
  readonly interval: number;
  readonly probes: number;
}

/** Where Linux tells each (tcp(7)), what it has unless told otherwise, and the most that setsockopt(2) takes. */
const settings = {
  idle: { name: "time", usual: 7200, most: 32_767, unit: 1000 },
  interval: { name: "intvl", usual: 75, most: 32_767, unit: 1000 },
  probes: { name: "probes", usual: 9, most: 127, unit: 1 },
} as const;

let known: KeepAliveTimes | undefined;

/**
 * For a driver: how the system probes a connection that has no times of its own, by the text of its files, read once; what cannot be
 * read is what Linux has unless told otherwise.
 */
export function systemKeepAlive(textOf: (path: string) => string): KeepAliveTimes {
  known ??= { idle: setting("idle", textOf), interval: setting("interval", textOf), probes: setting("probes", textOf) };
  return known;
}

function setting(what: keyof KeepAliveTimes, textOf: (path: string) => string): number {
  const { name, usual, most, unit } = settings[what];
  const told = Number.parseInt(textIn(`/proc/sys/net/ipv4/tcp_keepalive_${name}`, textOf), 10);
  return Math.min(Number.isNaN(told) ? usual : told, most) * unit;
}

function textIn(path: string, textOf: (path: string) => string): string {
  try {
    return textOf(path);
  } catch {
    return "";
  }
}
