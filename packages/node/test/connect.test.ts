import { once } from "node:events";
import { createServer, Socket } from "node:net";
import { connect, SocketError } from "@anysock/node";
import { expect, onTestFinished, test } from "vitest";

test("a connection that is reset before it can be told its address is a connect that failed", async () => {
  const server = createServer((socket) => socket.on("error", () => {})).listen(0, "127.0.0.1");
  await once(server, "listening");
  // As Node tells the address of a socket whose reset it has met.
  const original = Object.getOwnPropertyDescriptor(Socket.prototype, "localAddress");
  if (original === undefined) throw new Error("Node tells addresses by other means");
  Object.defineProperty(Socket.prototype, "localAddress", { configurable: true, get: () => undefined });
  onTestFinished(() => {
    Object.defineProperty(Socket.prototype, "localAddress", original);
    server.close();
  });
  const { port } = server.address() as { port: number };
  const error = await connect({ host: "127.0.0.1", port }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SocketError);
  expect(error).toMatchObject({ code: "ECONNRESET", operation: "connect", address: { host: "127.0.0.1", port } });
});
