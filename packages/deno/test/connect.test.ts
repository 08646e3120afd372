import { codeOfNoSuchName, NO_SUCH_NAME } from "@anysock/adapter-suite";
import { connect, listen, supports } from "@anysock/deno";
import { afterAll, describe, expect, test } from "vitest";
import { peered } from "./peered.ts";
import { hasPython, noPython } from "./python.ts";

const folder = Deno.makeTempDirSync({ prefix: "anysock-" });
afterAll(() => Deno.removeSync(folder, { recursive: true }));
const descriptors = (): number => [...Deno.readDirSync("/proc/self/fd")].length;

describe("connecting on Deno", () => {
  test("fails in the table's words", async () => {
    const listener = await listen({ port: 0 });
    await listener.close();
    await expect(connect(listener.address)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(connect({ path: `${folder}/missing` })).rejects.toMatchObject({ code: "ENOENT" });
    Deno.writeTextFileSync(`${folder}/file`, "");
    await expect(connect({ path: `${folder}/file` })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(connect({ path: `${folder}/file/socket` })).rejects.toMatchObject({ code: "ENOTDIR" });
    await expect(connect({ path: "\0anysock-nobody" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
    const code = await codeOfNoSuchName();
    await expect(connect({ host: NO_SUCH_NAME, port: 7 })).rejects.toMatchObject({ code });
  });

  test("knows the names of /etc/hosts, and tries each of their addresses", async () => {
    const listener = await listen({ port: 0 });
    if (!("port" in listener.address)) throw new Error("a port is expected");
    const [client, server] = await Promise.all([
      connect({ host: "localhost", port: listener.address.port }),
      listener.accept(),
    ]);
    client.abort();
    server.abort();
    await listener.close();
  });
});

describe.skipIf(!hasPython)(`connecting on Deno to a full queue${noPython}`, () => {
  const peer = peered();

  test("ends with its wait, and leaves no descriptor behind", async () => {
    const port = await peer.python.run(
      "s = socket.socket()\n" +
        "s.bind(('127.0.0.1', 0))\n" +
        "s.listen(0)\n" +
        "q = queue_full(socket.AF_INET, s.getsockname())\n" +
        "s.getsockname()[1]",
    );
    if (typeof port !== "number") throw new Error("a port is expected");
    const before = descriptors();
    await expect(connect({ port, host: "127.0.0.1" }, { timeout: 20 })).rejects.toMatchObject({ code: "ETIMEDOUT" });
    const reason = new Error("enough");
    const canceling = new AbortController();
    const canceled = connect({ port, host: "127.0.0.1" }, { signal: canceling.signal });
    const ended = expect(canceled).rejects.toMatchObject({ code: "ECANCELED", cause: reason });
    canceling.abort(reason);
    await ended;
    // The descriptor goes a turn after the answer.
    await expect.poll(descriptors).toBe(before);
    await peer.python.run("s.close(); [c.close() for c in q]");
  });

  // A socket with options is made here, and connected in the place of one of Deno's over loopback; the abort comes k microtasks after that.
  test.skipIf(!supports.has("option:local"))(
    "leaves no socket connecting, whenever its signal is aborted",
    async () => {
      const port = await peer.python.run(
        "s = socket.socket()\n" +
          "s.bind(('127.0.0.1', 0))\n" +
          "s.listen(0)\n" +
          "q = queue_full(socket.AF_INET, s.getsockname())\n" +
          "def connecting(to):\n" +
          "    end = ' 0100007F:%04X 02 ' % to\n" +
          "    return sum(end in row for row in open('/proc/net/tcp'))\n" +
          "s.getsockname()[1]",
      );
      if (typeof port !== "number") throw new Error("a port is expected");
      const to = { host: "127.0.0.1", port };
      const local = { port: 0 };
      const { connect: original } = Deno;
      for (let microtasks = 0; microtasks < 30; microtasks++) {
        const canceling = new AbortController();
        Deno.connect = ((...given: Parameters<typeof original>) => {
          const connected = original(...given);
          void connected.then(async () => {
            for (let passed = 0; passed < microtasks; passed++) await undefined;
            canceling.abort();
          });
          return connected;
        }) as typeof original;
        const attempt = connect(to, { local, signal: canceling.signal });
        await expect(attempt).rejects.toMatchObject({ code: "ECANCELED" });
        Deno.connect = original;
      }
      // What is closed goes a turn after the answer; what is left goes on for two minutes (tcp(7), tcp_syn_retries).
      await peer.python.turn();
      expect(await peer.python.run(`connecting(${port})`)).toBe(0);
      await peer.python.run("s.close(); [c.close() for c in q]");
    },
  );

  // Deno has no signal for Unix sockets; where the queue is full, connect(2) does not wait for room.
  test("is EAGAIN on a Unix path", async () => {
    const path = `${folder}/full`;
    await peer.python.run(
      `s = socket.socket(socket.AF_UNIX)\ns.bind(${JSON.stringify(path)})\ns.listen(0)\n` +
        `q = queue_full(socket.AF_UNIX, ${JSON.stringify(path)})\n1`,
    );
    const before = descriptors();
    await expect(connect({ path })).rejects.toMatchObject({ code: "EAGAIN" });
    expect(descriptors()).toBe(before);
    await peer.python.run("s.close(); [c.close() for c in q]");
  });

  // Deno forgets the connection, where it meets the abort after it has connected: some 3 of 1,000 without the workaround.
  test("leaves no descriptor behind when it is cancelled as the connection comes about, 2,000 times", async () => {
    const port = await peer.python.run(
      "s = socket.create_server(('127.0.0.1', 0), backlog=2000)\n" +
        "def serve():\n" +
        "    while True: s.accept()[0].close()\n" +
        "threading.Thread(target=serve, daemon=True).start()\n" +
        "s.getsockname()[1]",
    );
    if (typeof port !== "number") throw new Error("a port is expected");
    const before = descriptors();
    let canceled = 0;
    for (let round = 0; round < 2000; round++) {
      const canceling = new AbortController();
      setTimeout(() => canceling.abort());
      await connect({ host: "127.0.0.1", port }, { signal: canceling.signal }).then(
        (connection) => connection.abort(),
        () => canceled++,
      );
    }
    expect(canceled).toBeGreaterThan(0);
    await expect.poll(descriptors).toBe(before);
  }, 30_000);
});
