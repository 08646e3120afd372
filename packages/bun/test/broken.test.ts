import { readdirSync } from "node:fs";
import { connect, listen } from "@anysock/bun";
import { Failure } from "@anysock/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { kernel } from "../src/kernel.ts";

/** What goes wrong below the adapter, where no peer and no system can be made to cause it. */
const faults: { adopt?: () => Promise<unknown>; listen?: () => void } = {};

vi.mock("../src/native.ts", async (original) => {
  const native = await original<typeof import("../src/native.ts")>();
  return { ...native, adopt: (options: Parameters<typeof native.adopt>[0]) => (faults.adopt ?? native.adopt)(options) };
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
