import { readFileSync } from "node:fs";

/** How the system probes an idle connection that has no times of its own (tcp(7)), in milliseconds. */
export interface KeepAliveTimes {
  readonly idle: number;
  readonly interval: number;
  readonly probes: number;
}

let read: KeepAliveTimes | undefined;

/** Read once. Where it cannot be read, what Linux has unless told otherwise; capped at what setsockopt(2) takes. */
export function systemKeepAlive(): KeepAliveTimes {
  read ??= {
    idle: setting("time", 7200, 32_767) * 1000,
    interval: setting("intvl", 75, 32_767) * 1000,
    probes: setting("probes", 9, 127),
  };
  return read;
}

function setting(name: string, usual: number, most: number): number {
  try {
    return Math.min(Number.parseInt(readFileSync(`/proc/sys/net/ipv4/tcp_keepalive_${name}`, "utf8"), 10), most);
  } catch {
    return usual;
  }
}
