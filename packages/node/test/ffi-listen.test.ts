import { closeSync, fstatSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { createSockets, encodeSocketAddress } from "@anysock/core";
import { expect, test } from "vitest";
import { driverWith } from "../src/driver.ts";
import { openKernel } from "../src/kernel.ts";

const ffi = process.getBuiltinModule("node:ffi");
const hasFfi = openKernel() !== null;

const AF_INET = 2;
const SOCK_STREAM = 1;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const one = Buffer.from(new Int32Array([1]).buffer);

/** Free by now. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

test.skipIf(!hasFfi)(
  `a listen(2) that fails closes its descriptor once${hasFfi ? "" : " (no node:ffi here)"}`,
  async () => {
    const { functions: libc } = ffi.dlopen("libc.so.6", {
      bind: { arguments: ["i32", "buffer", "u32"], return: "i32" },
      close: { arguments: ["i32"], return: "i32" },
      listen: { arguments: ["i32", "i32"], return: "i32" },
      setsockopt: { arguments: ["i32", "i32", "i32", "buffer", "u32"], return: "i32" },
      socket: { arguments: ["i32", "i32", "i32"], return: "i32" },
    });
    const port = await freePort();
    const rival = libc.socket(AF_INET, SOCK_STREAM, 0);
    libc.setsockopt(rival, SOL_SOCKET, SO_REUSEADDR, one, 4);
    const address = encodeSocketAddress({ family: "ipv4", host: "127.0.0.1", port }, () => 0);
    expect(libc.bind(rival, address, address.length)).toBe(0);

    // Two may be bound, as long as neither listens: the rival does once we are bound. And somebody opens a file before anything else happens.
    const opening = Promise.withResolvers<number>();
    const interposed = (descriptor: number, to: Uint8Array<ArrayBuffer>, length: number): number => {
      const outcome = libc.bind(descriptor, to, length);
      expect(libc.listen(rival, 1)).toBe(0);
      process.nextTick(() => opening.resolve(openSync("/dev/null", "r")));
      return outcome;
    };
    const kernel = openKernel({
      ...ffi,
      dlopen: ((...given: Parameters<typeof ffi.dlopen>) => {
        const opened = ffi.dlopen(...given);
        return { ...opened, functions: { ...opened.functions, bind: interposed } };
      }) as unknown as typeof ffi.dlopen,
    });
    const { listen } = createSockets(driverWith(kernel));

    await expect(listen({ port }, { receiveBuffer: 65_536 })).rejects.toMatchObject({ code: "EADDRINUSE" });
    libc.close(rival);
    const file = await opening.promise;
    expect(fstatSync(file).isCharacterDevice()).toBe(true);
    closeSync(file);
  },
);
