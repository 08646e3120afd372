import process from "node:process";

/** Says where the server listens, and ends the process when its stdin ends: whoever started it is gone. */
export function ready(port: number, protocol: "tcp" | "udp" = "tcp"): void {
  process.stdin.on("end", () => process.exit(0)).resume();
  console.log(`READY ${protocol} 127.0.0.1:${port}`);
}
