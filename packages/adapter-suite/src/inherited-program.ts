// Serves one echo on each socket that it has been handed, as systemd hands them over, and tells what it has.
import process from "node:process";
import { type Connection, SocketError, type Sockets } from "@anysock/core";

const [, , path = ""] = process.argv;
const { inherited, listen } = (await import(path)) as Pick<Sockets, "inherited" | "listen">;

async function echo(connection: Connection): Promise<void> {
  for await (const chunk of connection) await connection.write(chunk);
  await connection.close();
}

async function refused(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "no refusal";
  } catch (error) {
    return error instanceof SocketError ? error.code : String(error);
  }
}

const sockets = inherited();
console.log(JSON.stringify(sockets));
console.log(await refused(listen({ fd: 0 })), await refused(listen({ fd: 77 })));
const listeners = await Promise.all(sockets.map((socket) => listen(socket, { backlog: 3 })));
console.log(JSON.stringify(listeners.map(({ address }) => address)));
await Promise.all(listeners.map(async (listener) => echo(await listener.accept())));
await Promise.all(listeners.map((listener) => listener.close()));
console.log("closed");
