import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { anysock, run } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const runtimes = ["node", "bun", "deno"] as const;

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

test("serve on an address that others can reach has limits, and prints them", async () => {
  const server = anysock("serve", "--listen", "tcp://0.0.0.0:0", "--limit", "3");
  await server.says(/\nREADY\n/);
  server.child.kill("SIGTERM");
  const { stderr } = await server.ended;
  expect(stderr).toContain("at most 3 connections at once for each address, at most 600 s for each connection");
  expect(stderr).toContain("tcp://0.0.0.0:0 can be reached by others");
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

test("connect writes what the server answered before it closed early, and says then that sending failed", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("enough", () => socket.destroy()));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const client = anysock("connect", `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.child.stdin?.write("one line");
  await client.says(/enough/);
  // The first goes to a peer that answers with a reset, and one behind it meets that.
  const more = setInterval(() => client.child.stdin?.write("another line"), 5);
  const { status, stdout, stderr } = await client.ended;
  clearInterval(more);
  expect(stderr).toMatch(/^anysock: [^\n]+: (EPIPE|ECONNRESET) \([^\n]+\n$/);
  expect(stdout).toBe("enough");
  expect(status).toBe(1);
});

test("connect says why it failed, with status 1", async () => {
  const { status, stdout, stderr } = await run("connect", "unix:/nowhere/echo.sock");
  expect(stderr).toMatch(/^anysock: connect unix:\/nowhere\/echo\.sock: ENOENT \([^\n]+\)\n$/);
  expect(stdout).toBe("");
  expect(status).toBe(1);
});
