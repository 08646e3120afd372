/** What is left, as JSON, where the kernel refuses an option (`../refused.py`). */
import { readdirSync, readlinkSync } from "node:fs";
import { bind, Failure, listen, type SocketError } from "@anysock/bun";
import { kernel } from "../../src/kernel.ts";

const descriptors = (): number => readdirSync("/proc/self/fd").length;
const codeOf = async (asked: Promise<unknown>): Promise<string> =>
  await asked.then(
    () => "nothing",
    (error: SocketError) => error.code,
  );

/** Those that the adapter closes, and were not open any more. */
const closedTwice: number[] = [];
const calls = kernel();
const { close } = calls;
calls.close = (descriptor) => {
  try {
    readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    closedTwice.push(descriptor);
  }
  close(descriptor);
};

const inheritable = {
  noDelay: true,
  keepAlive: false,
  ipv6Only: false,
  reusePort: false,
  reuseAddress: true,
} as Parameters<typeof calls.bind>[1];
await (await bind({ port: 0 })).close();
await (await listen({ port: 0 })).close();
const handedOver = calls.bind({ family: "ipv4", host: "127.0.0.1", port: 0 }, inheritable);
calls.listen(handedOver, 5);
const before = descriptors();
const told = [
  await codeOf(bind({ port: 0 }, { broadcast: true })),
  await codeOf(listen({ port: 0 }, { reuseAddress: false, backlog: 7 })),
  await codeOf(listen({ port: 0 }, { backlog: 7 })),
  await codeOf(listen({ fd: handedOver }, { backlog: 7 })),
];
// As the kernel would where Bun has the socket already.
const { setOption } = calls;
calls.setOption = () => {
  throw new Failure("EPERM");
};
told.push(await codeOf(bind({ port: 0 })));
calls.setOption = setOption;
console.log(JSON.stringify({ told, left: descriptors() - before, closedTwice }));
