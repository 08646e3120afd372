// Serves over TCP until its input ends. What it costs while its peers do not read, or send what it does not read, is
// measured from outside.
import process from "node:process";
import type { Connection } from "@anysock/core";
import { coreOf } from "./adapter-core.ts";
import type { Adapter } from "./setting.ts";

const [, , path = "", what = "", length = ""] = process.argv;
const adapter = (await import(path)) as Adapter;
const { pipe, serve } = await coreOf({ adapter, specifier: path });
const size = Number(length);

/** Bytes that a program makes as it goes, for one call of `write`. */
const BLOCK = 256 * 1024;

/** The same as the peer's: no two blocks of 64 KiB are alike, up to 16 MiB. */
function bytes(): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => at * 7 + (at >> 8) + (at >> 16) * 13);
}

const data = what.startsWith("write") ? bytes() : new Uint8Array(0);
const { promise: told, resolve: tell } = Promise.withResolvers<void>();

async function echo(connection: Connection): Promise<void> {
  await pipe(connection, connection);
}

async function writeBlocks(connection: Connection): Promise<void> {
  for (let at = 0; at < size; at += BLOCK) await connection.write(data.slice(at, at + BLOCK));
}

/** Queues up to `size` bytes of writes that it does not await: what no connection may cost, and the measurement must see. */
async function hoard(connection: Connection): Promise<void> {
  let held = 0;
  const written = (chunk: Uint8Array): void => {
    held -= chunk.length;
  };
  for await (const chunk of connection) {
    held += chunk.length;
    const write = connection.write(chunk).then(() => written(chunk));
    write.catch(() => {});
    if (held > size) await write;
  }
}

const handlers: Readonly<Record<string, (connection: Connection) => Promise<void>>> = {
  echo,
  hoard,
  "write blocks": writeBlocks,
  // One and the same memory for all: whatever is held beside it is the adapter's.
  "write all": (connection) => connection.write(data),
  "read later": (connection) => told.then(() => echo(connection)),
};

const handler = handlers[what];
if (handler === undefined) throw new Error(`there is no handler ${what}`);
const listener = await adapter.listen({ host: "127.0.0.1", port: 0 });
const server = serve(listener, async (connection) => {
  await handler(connection);
  await connection.closeWrite();
});
process.stdin.once("data", () => tell());
process.stdin.once("end", () => server.drain({ timeout: 0 }).then(() => process.exit()));
if (listener.address.family !== "unix") console.log(listener.address.port);
