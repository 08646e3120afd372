/** What listening in a worker of `node:cluster` comes to, as JSON. */
import cluster from "node:cluster";
import { once } from "node:events";
import { fstatSync } from "node:fs";
import { createServer } from "node:net";
import { listen, SocketError } from "@anysock/node";
import * as ffi from "@anysock/node/ffi";

async function comesTo(listening: ReturnType<typeof listen>): Promise<string> {
  try {
    await (await listening).close();
    return "listens";
  } catch (error) {
    return error instanceof SocketError ? error.message : String(error);
  }
}

if (cluster.isPrimary) {
  const worker = cluster.fork();
  const [told] = await once(worker, "message");
  console.log(JSON.stringify(told));
  worker.disconnect();
} else {
  // Its own, and not the primary's.
  const server = createServer().listen({ host: "127.0.0.1", port: 0, exclusive: true });
  await once(server, "listening");
  const { fd } = (server as unknown as { readonly _handle: { readonly fd: number } })._handle;
  const told = {
    inherited: await comesTo(listen({ fd })),
    inheritedByFfi: await comesTo(ffi.listen({ fd })),
    byFfi: ffi.supports.has("option:receiveBuffer")
      ? await comesTo(ffi.listen({ port: 0 }, { receiveBuffer: 65_536 }))
      : "no node:ffi here",
    otherwise: await comesTo(listen({ port: 0 })),
    isOpen: fstatSync(fd).isSocket(),
  };
  server.close();
  process.send?.(told);
}
