// Serves echo on each socket that it has been handed, and says again what it is told on its standard input, until that ends.
import process from "node:process";
import { createInterface } from "node:readline";
import type { Connection, Listener } from "@anysock/core";
import { socketsOf } from "./adapter-core.ts";
import type { Adapter } from "./setting.ts";

const [, , path = ""] = process.argv;
const { inherited, listen } = await socketsOf({ adapter: (await import(path)) as Adapter, specifier: path });

async function echo(connection: Connection): Promise<void> {
  for await (const chunk of connection) await connection.write(chunk);
  await connection.close();
}

async function serve(listener: Listener): Promise<void> {
  for await (const connection of listener) void echo(connection);
}

const listeners = await Promise.all(inherited().map((socket) => listen(socket)));
const serving = listeners.map(serve);
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) console.log(line);
await Promise.all(listeners.map((listener) => listener.close()));
await Promise.all(serving);
console.log("closed");
