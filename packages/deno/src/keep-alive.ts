import { kernel } from "./kernel.ts";

let read: number | undefined;

/**
 * The time after which the system probes an idle connection that has none of its own (tcp(7)), in milliseconds. Read once. Where
 * it cannot be read, what Linux has unless told otherwise; capped at what setsockopt(2) takes.
 */
export function systemKeepAliveIdle(): number {
  const seconds = Number.parseInt(kernel().text("/proc/sys/net/ipv4/tcp_keepalive_time"), 10);
  read ??= Math.min(Number.isNaN(seconds) ? 7200 : seconds, 32_767) * 1000;
  return read;
}
