import { existsSync, readFileSync } from "node:fs";
import process from "node:process";

/** The processes that a process has started and that are still there; none where it has ended itself. */
export function childrenOf(pid: number): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const text = isAlive(pid) && existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  return text === "" ? [] : text.split(" ").map(Number);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
