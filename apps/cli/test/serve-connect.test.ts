import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { executable } from "@anysock/conformance";
import { expect, onTestFinished, test, vi } from "vitest";
import { anysock, hasPython, Program, run } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const runtimes = ["node", "bun", "deno"] as const;
const bin = fileURLToPath(new URL("../bin/anysock.mjs", import.meta.url));
const earlyClose = fileURLToPath(new URL("./early-close.py", import.meta.url));

test.each(runtimes)(
  "serve --runtime %s says where it listens, serves there, and ends with status 0 on SIGTERM",
  async (runtime) => {
    const server = anysock("serve", "--runtime", runtime, "--service", "upper");
    const [, port] = await server.says(/^READY tcp 127\.0\.0\.1:(\d+)\nREADY\n/);
    const socket = connect(Number(port), "127.0.0.1").setEncoding("utf8");
    socket.end("hello");
    const [answer] = await once(socket, "data");
    expect(answer).toBe("HELLO");
    await once(socket, "close");
    server.child.kill("SIGTERM");
    const { status, stderr } = await server.ended;
    expect(stderr).toContain(`upper under ${runtime}`);
    expect(status).toBe(0);
  },
);

test("serve says so where it cannot listen, with status 1", async () => {
  const server = anysock("serve");
  const [, address] = await server.says(/^READY tcp (\S+)\nREADY\n/);
  const { status, stderr } = await run("serve", "--listen", `tcp://${address}`);
  expect(stderr).toMatch(/^anysock: listen tcp:\S+: EADDRINUSE \(/);
  expect(status).toBe(1);
  server.child.kill("SIGINT");
  expect((await server.ended).status).toBe(0);
});

test("serve has limits where others can come, and prints them; elsewhere it has none unless they are set", async () => {
  const both = ["--listen", "tcp://0.0.0.0:0", "--listen", "tcp://:0"];
  for (const [limit, inside, open] of [
    [[], "no limit of connections", "at most 512 connections at once"],
    [
      ["--limit", "3"],
      "at most 3 connections at once (all addresses together)",
      "at most 3 connections at once (all addresses together)",
    ],
  ] as const) {
    const server = anysock("serve", ...both, ...limit);
    await server.says(/\nREADY\n/);
    server.child.kill("SIGTERM");
    const lines = (await server.ended).stderr.split("\n");
    expect(lines).toContain(`tcp://:0: ${inside}, no limit of time`);
    expect(lines).toContain(
      `tcp://0.0.0.0:0 can be reached by others: ${open}, at most 600 s for each connection; no limit by source`,
    );
  }
});

/** A client of an echo server, and when it was answered. */
function aClient(port: string | undefined): { readonly socket: Socket; readonly answered: Promise<unknown> } {
  const socket = connect(Number(port), "127.0.0.1").on("error", () => {});
  socket.write("x");
  return { socket, answered: once(socket, "data") };
}

test.each(runtimes)(
  "serve --limit under %s is one limit over all addresses: who comes beyond it at another one is served when there is room",
  async (runtime) => {
    const listen = ["--listen", "tcp://:0", "--listen", "tcp://:0"];
    const server = anysock("serve", "--runtime", runtime, "--limit", "1", ...listen);
    const [, first, second] = await server.says(/^READY tcp \S+:(\d+)\nREADY tcp \S+:(\d+)\nREADY\n/);
    const one = aClient(first);
    await one.answered;
    const other = aClient(second);
    await once(other.socket, "connect");
    // A negative claim, for 300 ms: where it has room at once it is answered in a few.
    expect(await Promise.race([other.answered.then(() => "answered"), setTimeout(300, "waits")])).toBe("waits");
    one.socket.destroy();
    expect(await other.answered).toEqual([Buffer.from("x")]);
    other.socket.destroy();
    server.child.kill("SIGTERM");
    expect((await server.ended).status).toBe(0);
  },
);

test("serve takes no room of a Unix path or of loopback for those who come from elsewhere", async () => {
  const folder = mkdtempSync(join(tmpdir(), "anysock-serve-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "echo.sock");
  const server = anysock("serve", "--listen", `unix:${path}`, "--listen", "tcp://0.0.0.0:0");
  await server.says(/\nREADY\n/);
  // One more than others could have at once.
  const sockets = Array.from({ length: 513 }, () => connect(path));
  for (const socket of sockets) socket.write("x");
  await Promise.all(sockets.map((socket) => once(socket, "data")));
  for (const socket of sockets) socket.destroy();
  server.child.kill("SIGTERM");
  expect((await server.ended).status).toBe(0);
});

test("serve on an address that others can reach keeps few waiting beyond its limit", async () => {
  const server = anysock("serve", "--listen", "tcp://0.0.0.0:0", "--limit", "1", "--drain", "0");
  const [, port] = await server.says(/^READY tcp 0\.0\.0\.0:(\d+)\nREADY\n/);
  // One is served, 16 wait; what comes behind them is reset.
  const sockets = Array.from({ length: 20 }, () => connect(Number(port), "127.0.0.1"));
  const resets = sockets.map((socket) => once(socket, "data").catch((error: unknown) => error));
  expect(await Promise.race(resets)).toMatchObject({ code: "ECONNRESET" });
  server.child.kill("SIGTERM");
  expect((await server.ended).status).toBe(0);
  await Promise.all(resets);
});

test("so it does at an address whose room is taken at another one", async () => {
  const listen = ["--listen", "tcp://0.0.0.0:0", "--listen", "tcp://0.0.0.0:0"];
  const server = anysock("serve", ...listen, "--limit", "20", "--drain", "0");
  const [, first, second] = await server.says(/^READY tcp \S+:(\d+)\nREADY tcp \S+:(\d+)\nREADY\n/);
  await Promise.all(Array.from({ length: 20 }, () => aClient(first).answered));
  // 16 wait.
  const others = Array.from({ length: 17 }, () => aClient(second).answered.catch((error: unknown) => error));
  expect(await Promise.race(others)).toMatchObject({ code: "ECONNRESET" });
  server.child.kill("SIGTERM");
  expect((await server.ended).status).toBe(0);
  await Promise.all(others);
});

test.each(runtimes)(
  "connect --runtime %s brings every byte there and back, and ends with status 0",
  async (runtime) => {
    const server = anysock("serve");
    const [, port] = await server.says(/^READY tcp 127\.0\.0\.1:(\d+)\n/);
    const client = anysock("connect", "--runtime", runtime, `tcp://127.0.0.1:${port}`);
    const bytes = randomBytes(3_000_000);
    const chunks: Buffer[] = [];
    client.child.stdout?.setEncoding("binary").on("data", (text: string) => chunks.push(Buffer.from(text, "binary")));
    client.child.stdin?.end(bytes);
    const { status, stderr } = await client.ended;
    expect(stderr).toBe("");
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    expect(status).toBe(0);
    server.child.kill("SIGTERM");
    await server.ended;
  },
);

// Not Deno: its stdout, while it is full, holds up everything, so that nothing else can fail meanwhile.
test.skipIf(!hasPython).each(["node", "bun"] as const)(
  "connect under %s writes all that the server answered before it closed early, and only then says that sending failed",
  async (runtime) => {
    const connecting = [executable("node").file, bin, "connect", "--runtime", runtime, "{url}"];
    const python = new Program("python3", [earlyClose, ...connecting]);
    onTestFinished(() => void python.child.kill());
    const { status, stdout, stderr } = await python.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      toldEarly: false,
      whole: true,
      message: expect.stringMatching(/^anysock: write tcp:\S+: (EPIPE|ECONNRESET) \([^\n]+\n$/),
      status: 1,
    });
  },
);

test("connect says why it failed, with status 1", async () => {
  const { status, stdout, stderr } = await run("connect", "unix:/nowhere/echo.sock");
  expect(stderr).toMatch(/^anysock: connect unix:\/nowhere\/echo\.sock: ENOENT \([^\n]+\)\n$/);
  expect(stdout).toBe("");
  expect(status).toBe(1);
});
