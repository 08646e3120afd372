import process from "node:process";

/** Says where the server listens, and ends the process when its stdin ends: whoever started it is gone. */
export function ready(port: number): void {
  process.stdin.on("end", () => process.exit(0)).resume();
  console.log(`READY tcp 127.0.0.1:${port}`);
}
