import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import process from "node:process";
import { expect, test } from "vitest";
import { Generator } from "../src/generator.ts";
import type { IdleSample } from "../src/order.ts";
import { main } from "./command.ts";

const signal = new AbortController().signal;

/** Fills a server of this process, which `serve` makes of each connection. */
async function fill(connections: number, serve: (socket: Socket) => void): Promise<IdleSample> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const generator = new Generator();
  try {
    const { port } = server.address() as AddressInfo;
    return await generator.holdIdle({ connections, port, pid: process.pid }, signal);
  } finally {
    await generator.stop();
    server.close();
  }
}

const KEPT = 256 * 1024;

test("what a connection keeps is what it costs", { timeout: 30_000 }, async () => {
  const kept: Uint8Array[] = [];
  const { before, after } = await fill(200, (socket) => {
    kept.push(new Uint8Array(KEPT).fill(1));
    socket.pipe(socket);
  });
  expect(kept).toHaveLength(200);
  expect((after - before) / 200 / KEPT).toBeGreaterThan(0.9);
  expect((after - before) / 200 / KEPT).toBeLessThan(1.5);
});

test.for<readonly [does: string, serve: (socket: Socket) => void, says: string]>([
  [
    "does not echo the first message",
    (socket) => socket.on("data", () => socket.write("?".repeat(64))),
    "not the echo",
  ],
  [
    "ends a connection that is idle",
    (socket) => socket.on("data", (chunk) => socket.end(chunk)),
    "did not leave a connection alone",
  ],
  [
    "sends a byte too many",
    (socket) => socket.on("data", (chunk) => socket.write(chunk)).on("end", () => socket.end("!")),
    "more than it was sent",
  ],
])("a server that %s has no figure", { timeout: 30_000 }, async ([, serve, says]) => {
  await expect(fill(3, serve)).rejects.toThrow(says);
});

test("where descriptors are too few, it is said which program lacks how many, and the status is 1", {
  timeout: 30_000,
}, async () => {
  const command = `ulimit -n 2000 && exec '${process.execPath}' --conditions=@anysock/source '${main}' --runtime node --row idle-10000`;
  const child = spawn("bash", ["-c", command]);
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [status] = await once(child, "close");
  expect(said).toContain(
    "idle-10000: native on node: the load generator may have 2000 descriptors open, and needs 10100: raise the hard limit",
  );
  expect(status).toBe(1);
});
