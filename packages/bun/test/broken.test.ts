import { readdirSync } from "node:fs";
import { bind, connect, listen } from "@anysock/bun";
import { Failure } from "@anysock/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { kernel } from "../src/kernel.ts";
import type { DatagramHandlers, NativeDatagramSocket } from "../src/native.ts";

/** What goes wrong below the adapter, where no peer and no system can be made to cause it. */
const faults: { adopt?: () => Promise<unknown>; listen?: () => void } = {};

/** What Bun was given with the last datagram socket, and its own socket. */
let datagrams: { readonly handlers: DatagramHandlers; readonly native: NativeDatagramSocket } | undefined;

vi.mock("../src/native.ts", async (original) => {
  const native = await original<typeof import("../src/native.ts")>();
  return {
    ...native,
    adopt: (options: Parameters<typeof native.adopt>[0]) => (faults.adopt ?? native.adopt)(options),
    async adoptDatagrams(options: Parameters<typeof native.adoptDatagrams>[0]) {
      const socket = await native.adoptDatagrams(options);
      datagrams = { handlers: options.socket, native: socket };
      return socket;
    },
  };
});

vi.mock("../src/kernel.ts", async (original) => {
  const { kernel } = await original<typeof import("../src/kernel.ts")>();
  return { kernel: () => ({ ...kernel(), ...(faults.listen === undefined ? {} : { listen: faults.listen }) }) };
});

afterEach(() => {
  delete faults.adopt;
  delete faults.listen;
});

function descriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

function refuse(): never {
  throw Object.assign(new Error("no"), { code: "EMFILE" });
}

describe("the system, where it refuses", () => {
  test("an option: that is a failure", () => {
    expect(() => kernel().setNoDelay(-1, true)).toThrow(expect.objectContaining({ code: "EIO" }));
    expect(() => kernel().setKeepAlive(-1, true, 1000)).toThrow(expect.objectContaining({ code: "EIO" }));
    expect(kernel().setInterest(-1, -1, 0, 0n)).toBe(false);
  });
});

describe("Bun, where it refuses", () => {
  test.each([
    ["throws", refuse],
    ["rejects", async () => refuse()],
  ])("to take over a descriptor (%s): connect fails and leaves none", async (_, adopt) => {
    const listener = await listen({ port: 0 });
    const before = descriptors();
    faults.adopt = adopt;
    await expect(connect(listener.address)).rejects.toMatchObject({ code: "EMFILE" });
    expect(descriptors()).toBe(before);
    await listener.close();
  });

  test("another backlog: listen fails, and its address can be bound again", async () => {
    const { address } = await listen({ port: 0 }).then(async (listener) => {
      await listener.close();
      return listener;
    });
    faults.listen = () => {
      throw new Failure("EIO");
    };
    await expect(listen(address, { backlog: 17 })).rejects.toMatchObject({ code: "EIO" });
    const again = await listen(address);
    await again.close();
  });
});

describe("an error that Bun has with a datagram socket", () => {
  const error = Object.assign(new Error("no"), { code: "EHOSTUNREACH" });

  test("disturbs nobody, where it is not connected", async () => {
    const socket = await bind({ port: 0 });
    datagrams?.handlers.error(error);
    await socket.send(new Uint8Array(1), socket.local);
    await socket.receive(new Uint8Array(1));
    await socket.close();
  });

  test("is told once, where it is", async () => {
    const peer = await bind({ port: 0 });
    const socket = await bind({ port: 0 }, { remote: peer.local });
    datagrams?.handlers.error(error);
    await expect(socket.send(new Uint8Array(1))).rejects.toMatchObject({ code: "EHOSTUNREACH" });
    await socket.send(new Uint8Array(1));
    // However it is given: the types say that the socket comes first.
    datagrams?.handlers.error(datagrams.native, error);
    await expect(socket.receive(new Uint8Array(1))).rejects.toMatchObject({ code: "EHOSTUNREACH" });
    await Promise.all([socket.close(), peer.close()]);
    datagrams?.handlers.error(error);
  });

  test("ends who receives, where Bun has closed it (oven-sh/bun#18029)", async () => {
    const socket = await bind({ port: 0 });
    const receiving = socket.receive(new Uint8Array(1));
    datagrams?.native.close();
    datagrams?.handlers.error(error);
    await expect(receiving).rejects.toMatchObject({ code: "EHOSTUNREACH" });
    await socket.close();
  });
});
