import { lstatSync, readdirSync, readFileSync } from "node:fs";

/** Open descriptors and anonymous resident memory in bytes (proc(5): `fd`, `RssAnon`). Linux only. */
export function processStats(pid: number | "self"): { descriptors: number; memory: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kibibytes = /^RssAnon:\s*(\d+) kB$/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no RssAnon`);
  return { descriptors: countDescriptors(`/proc/${pid}/fd`), memory: Number(kibibytes) * 1024 };
}

// The folder's size (Linux 6.2) would be quicker, and counts a descriptor too many for each thread that waits in accept(2):
// the kernel reserves the number before there is a connection, and lists only what is open.
function countDescriptors(folder: string): number {
  // A process that lists itself sees the descriptor of the listing, which has gone by now.
  const still = (name: string) => lstatSync(`${folder}/${name}`, { throwIfNoEntry: false }) !== undefined;
  return readdirSync(folder).filter(still).length;
}
