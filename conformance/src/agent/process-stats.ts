import { readdirSync, readFileSync } from "node:fs";

/** Open descriptors and anonymous resident memory in bytes (proc(5): `fd`, `RssAnon`). Linux only. */
export function processStats(pid: number | "self"): { descriptors: number; memory: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kibibytes = /^RssAnon:\s*(\d+) kB$/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no RssAnon`);
  // A process that lists itself sees the descriptor of the listing as well.
  const listing = pid === "self" ? 1 : 0;
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length - listing, memory: Number(kibibytes) * 1024 };
}
