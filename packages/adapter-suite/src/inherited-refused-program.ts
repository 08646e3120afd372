// Listens on what it has been handed where that must fail, and while there are too few descriptors, with one more each time until it
// succeeds; tells each time whether the descriptor is what it was. Then serves one echo.
import { closeSync, openSync, readlinkSync } from "node:fs";
import process from "node:process";
import type { InheritedSocket, Listener } from "@anysock/core";
import { socketsOf } from "./adapter-core.ts";
import { codeOfError } from "./outcome.ts";
import type { Adapter } from "./setting.ts";

const [, , path = ""] = process.argv;
const { inherited, listen } = await socketsOf({ adapter: (await import(path)) as Adapter, specifier: path });

function socketOf(fd: number): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch (error) {
    return String(error);
  }
}

/** `null` where it is refused, which is told. */
async function listening(at: InheritedSocket): Promise<Listener | null> {
  const before = socketOf(at.fd);
  try {
    return await listen(at);
  } catch (error) {
    console.log(JSON.stringify({ code: codeOfError(error), isSame: socketOf(at.fd) === before }));
    return null;
  }
}

function takeAllDescriptors(): number[] {
  const taken: number[] = [];
  for (;;) {
    try {
      taken.push(openSync("/dev/null", "r"));
    } catch {
      return taken;
    }
  }
}

// Whatever the runtime opens once for all is open then.
await (await listen({ port: 0 })).close();
await listening({ fd: 0 });
const [socket = { fd: -1 }] = inherited();
const taken = takeAllDescriptors();
let listener = await listening(socket);
while (listener === null) {
  const one = taken.pop();
  if (one === undefined) throw new Error("all descriptors are free, and it is still refused");
  closeSync(one);
  listener = await listening(socket);
}
for (const one of taken) closeSync(one);
console.log("listening");
const connection = await listener.accept();
for await (const chunk of connection) await connection.write(chunk);
await connection.close();
await listener.close();
console.log("closed");
