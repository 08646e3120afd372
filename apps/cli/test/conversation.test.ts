import { type AddressInfo, createServer, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { executable } from "@anysock/conformance";
import { type Connection, connect } from "anysock";
import { expect, onTestFinished, test } from "vitest";
import { converse } from "../src/conversation.ts";
import { hasPython, Program } from "./program.ts";

/** A connection to a plain server that is served like this. */
async function connected(serve: (socket: Socket) => void): Promise<Connection> {
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket.on("error", () => {})));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const connection = await connect({ port: (server.address() as AddressInfo).port });
  onTestFinished(() => connection.abort());
  return connection;
}

const ignore = async (): Promise<void> => {};

test("delivery is known where both directions came to their end", async () => {
  const connection = await connected((socket) => socket.pipe(socket));
  const heard: Uint8Array[] = [];
  const source = new PassThrough().end("hello");
  expect(await converse(connection, source, async (chunk) => void heard.push(chunk))).toBe(true);
  expect(Buffer.concat(heard).toString()).toBe("hello");
});

test("delivery is unknown where the other end has ended and then resets, before it has taken what is still on its way", async () => {
  const stalled = Promise.withResolvers<Socket>();
  const connection = await connected((socket) => stalled.resolve(socket.pause()));
  // More than the kernel of both ends takes, at a terminal: the other end's FIN ends it.
  const source = Object.assign(new PassThrough(), { isTTY: true });
  source.write(Buffer.alloc(64 * 1024 * 1024));
  const outcome = converse(connection, source, ignore);
  const socket = await stalled.promise;
  const closing = Promise.withResolvers<void>();
  const close = connection.close.bind(connection);
  connection.close = (wait) => {
    closing.resolve();
    return close(wait);
  };
  socket.end();
  await closing.promise;
  socket.resetAndDestroy();
  expect(await outcome).toBe(false);
});

test.skipIf(!hasPython)("so says the command, with status 1", { timeout: 60_000 }, async () => {
  const terminal = fileURLToPath(new URL("./terminal.py", import.meta.url));
  const bin = fileURLToPath(new URL("../bin/anysock.mjs", import.meta.url));
  const python = new Program("python3", [terminal, executable("node").file, bin, "connect", "{url}"]);
  onTestFinished(() => void python.child.kill());
  const { stdout, stderr } = await python.ended;
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({
    message: expect.stringMatching(
      /^anysock: tcp:\S+: nobody knows whether the other end has got everything that was sent\n$/,
    ),
    status: 1,
  });
});
