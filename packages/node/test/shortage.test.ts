import { spawn } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { connect, Server, type Socket } from "node:net";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Listener, listen, SocketError } from "@anysock/node";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("./shortage-program.mjs", import.meta.url));

/** What a client comes to that sends one byte: its echo, or its end. */
async function echoed(port: number): Promise<"echo" | "ended"> {
  const client: Socket = connect({ host: "127.0.0.1", port });
  client.write("x");
  const outcome = await Promise.race([
    once(client, "data").then(
      () => "echo" as const,
      () => "ended" as const,
    ),
    once(client, "close").then(
      () => "ended" as const,
      () => "ended" as const,
    ),
  ]);
  client.destroy();
  return outcome;
}

test("a shortage of descriptors ends neither process nor listener, and service resumes once some are free", async () => {
  const command = 'ulimit -n 64 && exec "$0" "$@"';
  const server = spawn("sh", ["-c", command, process.execPath, "--conditions=@anysock/source", program], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  try {
    const [port] = (await once(server, "message")) as [number];
    expect(await echoed(port)).toBe("echo");
    server.send("take");
    expect(await once(server, "message")).toEqual(expect.arrayContaining(["EMFILE"]));
    // Left in the kernel's queue or ended, as the system will have it; it must not be the end of the others.
    const during = Array.from({ length: 5 }, () => echoed(port));
    await Promise.race(during);
    server.send("give");
    expect(await once(server, "message")).toEqual(expect.arrayContaining(["given"]));
    expect(await echoed(port)).toBe("echo");
    await Promise.all(during);
    expect(server.exitCode).toBe(null);
  } finally {
    server.kill();
  }
});

/** A listener, and the server of Node below it: libuv itself sheds load at EMFILE, and tells the other failures or not by its version. */
async function opened(): Promise<{ listener: Listener; server: Server }> {
  const servers: Server[] = [];
  const onListen = (message: unknown): void => {
    const { server } = message as { server: unknown };
    if (server instanceof Server) servers.push(server);
  };
  subscribe("tracing:net.server.listen:asyncStart", onListen);
  const listener = await listen({ port: 0 });
  unsubscribe("tracing:net.server.listen:asyncStart", onListen);
  const [server] = servers;
  if (server === undefined) throw new Error("Node did not tell of its server");
  return { listener, server };
}

function failureOfAccept(code: string): Error {
  return Object.assign(new Error(`accept ${code}`), { code, syscall: "accept" });
}

test.each(["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "ECONNABORTED", "EPERM"])(
  "%s of accept is not the listener's own: the next client is accepted",
  async (code) => {
    const { listener, server } = await opened();
    const accepted = listener.accept();
    server.emit("error", failureOfAccept(code));
    const client = connect(server.address() as { port: number });
    (await accepted).abort();
    client.on("error", () => {}).destroy();
    await listener.close();
  },
);

test.each(["EBADF", "EINVAL", "ENOTSOCK", "EOPNOTSUPP"])(
  "%s of accept ends the listener, and is told",
  async (code) => {
    const { listener, server } = await opened();
    const accepted = listener.accept();
    server.emit("error", failureOfAccept(code));
    await expect(accepted).rejects.toBeInstanceOf(SocketError);
    await listener.close();
  },
);
