import { readFileSync } from "node:fs";

/** Whether nobody has this UDP port, by the system's own tables. */
export function isFree(port) {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, "0")} `;
  return !["udp", "udp6"].some((table) => readFileSync(`/proc/net/${table}`, "utf8").includes(hex));
}
