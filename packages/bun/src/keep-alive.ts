import { readFileSync } from "node:fs";

let read: number | undefined;

/**
 * The time after which the system probes an idle connection that has none of its own (tcp(7)), in milliseconds. Read once. Where
 * it cannot be read, what Linux has unless told otherwise; capped at what setsockopt(2) takes.
 */
export function systemKeepAliveIdle(): number {
  read ??= Math.min(seconds(), 32_767) * 1000;
  return read;
}

function seconds(): number {
  try {
    return Number.parseInt(readFileSync("/proc/sys/net/ipv4/tcp_keepalive_time", "utf8"), 10);
  } catch {
    return 7200;
  }
}
