// Serves echo on a port that it tells, and takes every descriptor that is left, or gives them back, as it is told.
import { closeSync, openSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";
import { coreOf } from "./adapter-core.ts";
import type { Adapter } from "./setting.ts";

const [, , path = ""] = process.argv;
const adapter = (await import(path)) as Adapter;
const { serve } = await coreOf({ adapter, specifier: path });
const listener = await adapter.listen({ port: 0 });
const server = serve(listener, async (connection) => {
  for await (const chunk of connection) await connection.write(chunk);
});
if (listener.address.family !== "unix") console.log(listener.address.port);

const held: number[] = [];

/** Until there are no more; gives the code of that. */
function take(): string {
  for (;;) {
    try {
      held.push(openSync("/dev/null", "r"));
    } catch (error) {
      return (error as { code: string }).code;
    }
  }
}

function give(): string {
  for (const descriptor of held.splice(0)) closeSync(descriptor);
  return "given";
}

const commands: Readonly<Record<string, () => string>> = { take, give, turn: () => `serves ${server.active}` };

for await (const command of createInterface({ input: process.stdin })) console.log(commands[command]?.());
await server.drain({ timeout: 0 });
