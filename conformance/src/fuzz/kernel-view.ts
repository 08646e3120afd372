import { readFile } from "node:fs/promises";
import { parseAddress } from "../agent/raw-address.ts";

/**
 * Whether some program still has an end of this TCP connection, as the system tells it (proc(5), `net/tcp`). An end that a reset
 * has met is no longer listed, whoever holds it: so `false` says that the reset has arrived. `false` where the system tells nothing.
 */
export async function isListed(local: string, remote: string): Promise<boolean> {
  const [here, there] = [portOf(local), portOf(remote)];
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const rows = tables.flatMap((table) => table.split("\n"));
  return rows.some((row) => {
    if (!row.includes(`:${here} `) || !row.includes(`:${there} `)) return false;
    const fields = row.trim().split(/ +/);
    const ports = [fields[1], fields[2]].map((place) => place?.split(":")[1]);
    // Nobody's: TIME-WAIT, or closed already.
    return fields[9] !== "0" && (ports.join() === `${here},${there}` || ports.join() === `${there},${here}`);
  });
}

function portOf(address: string): string {
  const endpoint = parseAddress(address);
  return "port" in endpoint ? endpoint.port.toString(16).toUpperCase().padStart(4, "0") : "";
}
