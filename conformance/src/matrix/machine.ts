import { createServer } from "node:net";
import type { Transport } from "@anysock/protocol-spec";

/** Why this machine cannot play a transport, whatever the runtimes can do; `null` where it can. */
export async function whyNotHere(transport: Transport): Promise<string | null> {
  if (transport !== "tcp6" || (await canListen("::1"))) return null;
  return "this machine has no IPv6 loopback address";
}

function canListen(host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(0, host, () => server.close(() => resolve(true)));
  });
}
