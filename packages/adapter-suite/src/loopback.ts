import { execFileSync } from "node:child_process";
import process from "node:process";

const SS = "ss";

let hosts = 0;

/** An address of this machine that nobody else listens on: all of 127/8 is the loopback interface's (RFC 1122, 3.2.1.3). */
export function freshHost(): string {
  return `127.${1 + (process.pid % 250)}.7.${++hosts}`;
}

/** What both ends of a port have that is connected, or would be (ss(8)). */
export function connectionsOf(port: number): string[] {
  const states = ["established", "syn-sent", "syn-recv"].flatMap((state) => ["state", state]);
  const shown = execFileSync(SS, ["-Htan", ...states, `( sport = :${port} or dport = :${port} )`]);
  return shown.toString().split("\n").filter(Boolean);
}
