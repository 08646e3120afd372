import { execFileSync, spawnSync } from "node:child_process";
import type { Address } from "@anysock/core";

const SS = "ss";
/** Why the kernel's queues cannot be seen, for a title. */
export const noSs: string = spawnSync(SS, ["-V"]).status === 0 ? "" : " (no ss here)";

/** What ss(8) is asked for one listener. */
function questionOf(address: Address): string[] {
  if (address.family === "unix") return ["-x", "src", (address.path ?? "").replace("\0", "@")];
  const host = address.family === "ipv6" ? `[${address.host}]` : address.host;
  return ["-tn", "src", `${host}:${address.port}`];
}

/** How many connections wait in the kernel's queue, and how many may: the columns "Recv-Q" and "Send-Q" of a listening socket. */
export function queueOf(address: Address): { readonly waiting: number; readonly backlog: number } {
  const shown = execFileSync(SS, ["-Hl", ...questionOf(address)]).toString();
  const [, waiting, backlog] = /\bLISTEN\s+(\d+)\s+(\d+)/.exec(shown) ?? [];
  return { waiting: Number(waiting), backlog: Number(backlog) };
}
