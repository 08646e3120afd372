import { readdirSync } from "node:fs";
import { connect, type DriverStream, driver, LATER, listen } from "@anysock/deno";
import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => {
  vi.restoreAllMocks();
});

function descriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

function refuse(): never {
  throw new Error("no");
}

/** What Deno's prototype of connections does instead, once. */
async function spoil(name: "setNoDelay" | "setKeepAlive"): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connection = await Deno.connect({ port: listener.addr.port });
  const prototype = Object.getPrototypeOf(connection) as Deno.TcpConn;
  connection.close();
  listener.close();
  vi.spyOn(prototype, name).mockImplementation(refuse);
}

describe("Deno, where it refuses", () => {
  test.each(["setNoDelay", "setKeepAlive"] as const)("%s: connect fails and leaves no descriptor", async (name) => {
    const listener = await listen({ port: 0 });
    // What is opened once for all is open now.
    (await connect(listener.address)).abort();
    const before = descriptors();
    await spoil(name);
    await expect(connect(listener.address, { noDelay: true, keepAlive: true })).rejects.toMatchObject({ code: "EIO" });
    expect(descriptors()).toBe(before);
    await listener.close();
  });

  test("an option that waited for a write: the write is answered nevertheless", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const to = { family: "ipv4", host: "127.0.0.1", port: listener.addr.port } as const;
    const stream = await new Promise<DriverStream>((connected, failed) => {
      driver.connect(to, { noDelay: false, keepAlive: false }, { connected, failed });
    });
    await spoil("setNoDelay");
    const pushed = new Promise((resolve) => {
      stream.events = { pulled() {}, pushed: resolve, shut() {} };
    });
    expect(stream.push(new Uint8Array(1))).toBe(LATER);
    stream.setNoDelay(true);
    await pushed;
    stream.destroy("release");
    listener.close();
  });

  test("to load the C library: what is ended is closed all the same", async () => {
    // One that has not loaded it yet.
    vi.resetModules();
    const fresh = await import("@anysock/deno");
    const load = vi.spyOn(Deno, "dlopen").mockImplementation(refuse as never);
    const listener = await fresh.listen({ port: 0 });
    const [connected, accepted] = await Promise.all([fresh.connect(listener.address), listener.accept()]);
    connected.abort();
    expect(await accepted.readChunk()).toBeNull();
    expect(load).toHaveBeenCalled();
    accepted.abort();
    await listener.close();
  });

  test("every accept, for a reason that does not pass: the listener says so", async () => {
    const native = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    vi.spyOn(Object.getPrototypeOf(native) as Deno.TcpListener, "accept").mockImplementation(async () => refuse());
    native.close();
    const listener = await listen({ port: 0 });
    await expect(listener.accept()).rejects.toMatchObject({ code: "EIO" });
    await listener.close();
  });
});
