import { readdirSync } from "node:fs";
import { codeOfNoSuchName, NO_SUCH_NAME } from "@anysock/adapter-suite";
import { type Connection, connect, type DriverStream, driver, LATER, type SocketError } from "@anysock/bun";
import { describe, expect, test, vi } from "vitest";
import { hasPython, hasSs, noPython, noSs, python, standStill } from "./python.ts";

const noSuchName = await codeOfNoSuchName();

async function failure(promise: Promise<Connection>): Promise<string> {
  return promise.then(
    () => "connected",
    (error: SocketError) => error.code,
  );
}

function descriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

/** The answer of a pull, now or later. */
function pulled(stream: DriverStream): Promise<unknown> {
  return new Promise((resolve) => {
    stream.events = { pulled: resolve, pushed() {}, shut() {} };
    const answer = stream.pull(new Uint8Array(1));
    if (answer !== LATER) resolve(answer);
  });
}

describe("connect on Bun", () => {
  test.each([
    ["ECONNREFUSED", { port: 1 }],
    ["ENOENT", { path: "/no/such/path" }],
    // Bun itself says ECONNREFUSED.
    ["ENOTDIR", { path: "/proc/self/status/socket" }],
    ["ECONNREFUSED", { path: "\0nobody listens to this" }],
    // Bun's resolver says DNS_ENOTFOUND.
    [noSuchName, { host: NO_SUCH_NAME, port: 1 }],
  ])("reports %s for %j, and leaves no descriptor", async (code, endpoint) => {
    await failure(connect(endpoint));
    const before = descriptors();
    expect(await failure(connect(endpoint))).toBe(code);
    expect(descriptors()).toBe(before);
  });
});

describe.skipIf(!hasPython)(`connect on Bun, to a listener of Python's whose queue is full${noPython}`, () => {
  const raw = python();

  // Bun.connect ignores `signal` and `timeout`; an attempt keeps its descriptor for as long as the kernel tries.
  test("ends an attempt at its timeout or signal, and leaves no descriptor", async () => {
    const port = Number(await raw.peer.run("listener, queue = full_listener()\nlistener.getsockname()[1]"));
    const before = descriptors();
    const canceling = new AbortController();
    const attempts = Array.from({ length: 20 }, (_, index) =>
      failure(connect({ host: "127.0.0.1", port }, index % 2 === 0 ? { timeout: 100 } : { signal: canceling.signal })),
    );
    await vi.waitFor(() => expect(descriptors()).toBe(before + attempts.length));
    expect(await attempts[0]).toBe("ETIMEDOUT");
    canceling.abort();
    const codes = await Promise.all(attempts);
    expect(new Set(codes)).toEqual(new Set(["ETIMEDOUT", "ECANCELED"]));
    expect(descriptors()).toBe(before);
  });

  test("connects once there is room, while another attempt is given up", async () => {
    const port = Number(await raw.peer.run("listener, queue = full_listener()\nlistener.getsockname()[1]"));
    const patient = connect({ port });
    expect(await failure(connect({ port }, { timeout: 50 }))).toBe("ETIMEDOUT");
    await raw.peer.run("for _ in queue: listener.accept()");
    const connection = await patient;
    await connection.write(new TextEncoder().encode("at last"));
    expect(await raw.peer.run("listener.accept()[0].recv(7)")).toBe("at last");
    connection.abort();
  });
});

describe.skipIf(!hasPython || !hasSs)(`connect on Bun, to a peer that resets at once${noPython}${noSs}`, () => {
  const raw = python();

  // Bun tells of bytes and an error, but not that the socket can be written to.
  test("gives the bytes, and then the reset", async () => {
    const port = Number(await raw.peer.run("listener = socket.socket(); listener.listen(); listener.getsockname()[1]"));
    const connecting = new Promise<DriverStream>((connected, failed) => {
      const to = { family: "ipv4", host: "127.0.0.1", port } as const;
      driver.connect(to, { noDelay: true, keepAlive: false }, { connected, failed });
    });
    const resetting = raw.peer.run("c = listener.accept()[0]; c.sendall(b'x'); reset(c)");
    // Our end is gone before the loop looks at it for the first time.
    standStill(() => Bun.spawnSync(["ss", "-Htn", "dst", `127.0.0.1:${port}`]).stdout.length === 0);
    const stream = await connecting;
    expect(await pulled(stream)).toEqual(new Uint8Array([120]));
    expect(await pulled(stream)).toMatchObject({ code: "ECONNRESET" });
    stream.destroy("release");
    await resetting;
  });
});
