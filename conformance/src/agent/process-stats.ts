import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";

/** Open descriptors and anonymous resident memory in bytes (proc(5): `fd`, `RssAnon`). Linux only. */
export function processStats(pid: number | "self"): { descriptors: number; memory: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kibibytes = /^RssAnon:\s*(\d+) kB$/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no RssAnon`);
  return { descriptors: countDescriptors(`/proc/${pid}/fd`), memory: Number(kibibytes) * 1024 };
}

function countDescriptors(folder: string): number {
  // Since Linux 6.2 the size of the folder is the number of open descriptors.
  const { size } = statSync(folder);
  if (size > 0) return size;
  // Before, a process that lists itself may see the descriptor of the listing, which has gone by now.
  const still = (name: string) => lstatSync(`${folder}/${name}`, { throwIfNoEntry: false }) !== undefined;
  return readdirSync(folder).filter(still).length;
}
