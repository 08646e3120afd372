import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer } from "node:net";
import { connect, SocketError } from "@anysock/node";
import { expect, onTestFinished, test } from "vitest";

test("a connection that is reset before it can be told its address is a connect that failed", async () => {
  const server = createServer((socket) => socket.on("error", () => {})).listen(0, "127.0.0.1");
  await once(server, "listening");
  // As Node tells the address of a socket whose reset it has met.
  const onSocket = (message: unknown): void => {
    Object.defineProperty((message as { socket: object }).socket, "localAddress", { value: undefined });
  };
  subscribe("net.client.socket", onSocket);
  onTestFinished(() => {
    unsubscribe("net.client.socket", onSocket);
    server.close();
  });
  const { port } = server.address() as { port: number };
  const error = await connect({ host: "127.0.0.1", port }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SocketError);
  expect(error).toMatchObject({ code: "ECONNRESET", operation: "connect", address: { host: "127.0.0.1", port } });
});
