// Serves one echo on each socket that it has been handed, as systemd hands them over, and tells what it has.
import process from "node:process";
import type { Connection } from "@anysock/core";
import { socketsOf } from "./adapter-core.ts";
import { codeOf } from "./outcome.ts";
import type { Adapter } from "./setting.ts";

const [, , path = ""] = process.argv;
const adapter = (await import(path)) as Adapter;
const { inherited, listen } = await socketsOf({ adapter, specifier: path });
const queue = adapter.supports.has("option:backlog") ? { backlog: 3 } : {};

async function echo(connection: Connection): Promise<void> {
  for await (const chunk of connection) await connection.write(chunk);
  await connection.close();
}

const sockets = inherited();
console.log(JSON.stringify(sockets));
console.log(await codeOf(listen({ fd: 0 })), await codeOf(listen({ fd: 77 })));
const listeners = await Promise.all(sockets.map((socket) => listen(socket, queue)));
console.log(JSON.stringify(listeners.map(({ address }) => address)));
await Promise.all(listeners.map(async (listener) => echo(await listener.accept())));
await Promise.all(listeners.map((listener) => listener.close()));
console.log("closed");
