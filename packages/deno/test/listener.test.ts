import { codeOfNoSuchName, NO_SUCH_NAME } from "@anysock/adapter-suite";
import { type Connection, connect, type Endpoint, type Listener, listen, serve } from "@anysock/deno";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { connecting, peered } from "./peered.ts";
import { hasPython, hasSs, noPython, noSs } from "./python.ts";

const folder = Deno.makeTempDirSync({ prefix: "anysock-" });
afterAll(() => Deno.removeSync(folder, { recursive: true }));
const opened: Listener[] = [];
const kept: Connection[] = [];

async function opening(...given: Parameters<typeof listen>): Promise<Listener> {
  const listener = await listen(...given);
  opened.push(listener);
  return listener;
}

/**
 * An address to listen at again and again, and a connection of it that stays: a port that has one is given to no other
 * process that asks for any, while it keeps no listener from being bound there (SO_REUSEADDR, socket(7)).
 */
async function ownAddress(): Promise<Endpoint> {
  const listener = await listen({ port: 0 });
  kept.push(...(await Promise.all([connect(listener.address), listener.accept()])));
  await listener.close();
  return listener.address as Endpoint;
}

/** What Deno has to say about a question it says in the turn of the event loop in which it was asked. */
async function aTurn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

afterEach(async () => {
  for (const connection of kept.splice(0)) connection.abort();
  for (const listener of opened.splice(0)) await listener.close();
});

async function endpointsAgree(one: Connection, other: Connection): Promise<void> {
  expect(one.local).toEqual(other.remote);
  expect(one.remote).toEqual(other.local);
  one.abort();
  other.abort();
}

describe("a listener of Deno", () => {
  // denoland/deno#22885: with an accept pending, the port stays taken until that accept has been rejected.
  test("leaves its port free when close settles, 200 times in a row, an accept pending or not", async () => {
    const address = await ownAddress();
    for (let round = 0; round < 200; round++) {
      const listener = await listen(address);
      const accepting = round % 2 === 0 ? listener.accept() : undefined;
      const ended = accepting === undefined ? undefined : expect(accepting).rejects.toMatchObject({ code: "ECLOSED" });
      await listener.close();
      await ended;
    }
  });

  // Deno answers a second question at a time with Busy.
  test("asks no second question while a cancelled one is open, and leaves its port free behind it", async () => {
    const address = await ownAddress();
    for (let round = 0; round < 20; round++) {
      const listener = await listen(address);
      const canceling = new AbortController();
      const canceled = listener.accept({ signal: canceling.signal });
      canceling.abort();
      await expect(canceled).rejects.toMatchObject({ code: "ECANCELED" });
      const again = expect(listener.accept()).rejects.toMatchObject({ code: "ECLOSED" });
      await aTurn();
      await listener.close();
      await again;
    }
  });

  test("leaves its port free while a connection of it is open", async () => {
    const listener = await listen({ port: 0 });
    const [client, server] = await Promise.all([connect(listener.address), listener.accept()]);
    await listener.close();
    const again = await opening(listener.address);
    expect(again.address).toEqual(listener.address);
    await endpointsAgree(client, server);
  });

  test("keeps what comes after a cancelled accept for the next one", async () => {
    const listener = await opening({ port: 0 });
    await expect(listener.accept({ timeout: 1 })).rejects.toMatchObject({ code: "ETIMEDOUT" });
    await expect(listener.accept({ signal: AbortSignal.timeout(1) })).rejects.toMatchObject({ code: "ECANCELED" });
    const client = await connect(listener.address);
    await endpointsAgree(client, await listener.accept());
  });

  test("serves several waiting accepts in their order", async () => {
    const listener = await opening({ port: 0 });
    const accepting = [listener.accept(), listener.accept(), listener.accept()];
    for (const accept of accepting) await endpointsAgree(await connect(listener.address), await accept);
  });

  test("takes IPv4 and IPv6 on ::", async () => {
    const listener = await opening({ host: "::", port: 0 });
    if (!("port" in listener.address)) throw new Error("a port is expected");
    const { port } = listener.address;
    for (const [host, remote] of [
      ["127.0.0.1", "::ffff:127.0.0.1"],
      ["::1", "::1"],
    ] as const) {
      const [client, server] = await Promise.all([connect({ host, port }), listener.accept()]);
      expect(server.remote).toMatchObject({ family: "ipv6", host: remote });
      client.abort();
      server.abort();
    }
  });

  test("says in the table's words why it cannot listen", async () => {
    const { address } = await opening({ port: 0 });
    await expect(listen(address)).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(listen({ host: "192.0.2.1", port: 0 })).rejects.toMatchObject({ code: "EADDRNOTAVAIL" });
    await expect(listen({ path: `${folder}/missing/socket` })).rejects.toMatchObject({ code: "ENOENT" });
    const code = await codeOfNoSuchName();
    await expect(listen({ host: NO_SUCH_NAME, port: 0 })).rejects.toMatchObject({ code });
  });
});

describe("a Unix path on Deno", () => {
  test("is gone when its listener has closed", async () => {
    const path = `${folder}/ours`;
    const listener = await listen({ path });
    const accepting = expect(listener.accept()).rejects.toMatchObject({ code: "ECLOSED" });
    expect(Deno.lstatSync(path).isSocket).toBe(true);
    await listener.close();
    await accepting;
    expect(() => Deno.lstatSync(path)).toThrow(Deno.errors.NotFound);
  });

  // Deno unlinks the name, whoever has it by then (denoland/deno#31947).
  test.each([false, true])("stays when it belongs to somebody else by then, an accept pending: %s", async (pending) => {
    const path = `${folder}/foreign-${pending}`;
    const ours = await listen({ path });
    const accepting = pending ? expect(ours.accept()).rejects.toMatchObject({ code: "ECLOSED" }) : undefined;
    Deno.removeSync(path);
    const theirs = await opening({ path });
    const { ino } = Deno.lstatSync(path);
    await ours.close();
    await accepting;
    expect(Deno.lstatSync(path).ino).toBe(ino);
    expect([...Deno.readDirSync(folder)].filter(({ name }) => name.startsWith("foreign"))).toHaveLength(1);
    const [client, server] = await Promise.all([connect({ path }), theirs.accept()]);
    client.abort();
    server.abort();
  });

  test("that is live is in use, asked or not", async () => {
    const path = `${folder}/live`;
    await opening({ path });
    await expect(listen({ path })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(listen({ path }, { unlinkStale: true })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test("that is no socket stays, asked or not", async () => {
    const path = `${folder}/file`;
    Deno.writeTextFileSync(path, "kept");
    await expect(listen({ path }, { unlinkStale: true })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect(Deno.readTextFileSync(path)).toBe("kept");
  });

  test("has the same addresses at both ends as on other runtimes", async () => {
    for (const path of [`${folder}/addresses`, `\0${folder}/addresses`]) {
      const listener = await opening({ path });
      expect(listener.address).toEqual({ family: "unix", path });
      const [client, server] = await Promise.all([connect({ path }), listener.accept()]);
      await endpointsAgree(client, server);
      expect(client.remote).toEqual({ family: "unix", path });
      expect(client.local).toEqual({ family: "unix", path: null });
    }
  });
});

describe.skipIf(!hasPython)(`a listener of Deno, with Python as the raw peer${noPython}`, () => {
  const peer = peered();

  // Deno: accept() rejects with ENOTCONN (denoland/deno#8499). So many, because none of them may delay those behind it.
  test("goes on after connections that were reset before they could be accepted, and reports none of them", async () => {
    const listener = await opening({ port: 0 });
    await peer.python.run(`for _ in range(300): reset(${connecting(listener)})\ngood = ${connecting(listener)}`);
    const connection = await listener.accept();
    await peer.python.run("good.sendall(b'here'); good.close()");
    expect(await connection.readChunk()).toHaveLength(4);
    connection.abort();
  });

  test.skipIf(!hasSs)(
    `leaves unclaimed connections in the kernel's queue, whose length is the backlog${noSs}`,
    async () => {
      const listener = await opening({ port: 0 }, { backlog: 77 });
      await peer.python.run(`many = [${connecting(listener)} for _ in range(20)]\nmany[0].sendall(b'first')`);
      if (!("port" in listener.address)) throw new Error("a port is expected");
      const queued = await peer.python.run(
        `subprocess.run(["ss", "-tlnH", "src", "127.0.0.1:${listener.address.port}"], capture_output=True).stdout`,
      );
      // Recv-Q is how many wait, and Send-Q how many may (ss(8)).
      expect(String(queued).split(/\s+/).slice(1, 3)).toEqual(["20", "77"]);
      expect(await (await listener.accept()).readChunk()).toHaveLength(5);
      await peer.python.run("[c.close() for c in many]");
    },
  );

  test("replaces a Unix path that a dead process left behind, when asked", async () => {
    const path = `${folder}/stale`;
    await peer.python.run(`s = socket.socket(socket.AF_UNIX)\ns.bind(${JSON.stringify(path)})\ns.listen()\ns.close()`);
    await expect(listen({ path })).rejects.toMatchObject({ code: "EADDRINUSE" });
    const listener = await opening({ path }, { unlinkStale: true });
    const [client, server] = await Promise.all([connect({ path }), listener.accept()]);
    await endpointsAgree(client, server);
  });

  test("leaves no descriptor behind after 2,000 short connections, each of them served", async () => {
    const descriptors = (): number => [...Deno.readDirSync("/proc/self/fd")].length;
    const listener = await listen({ port: 0 });
    const server = serve(listener, async (connection) => {
      const chunk = await connection.readChunk();
      if (chunk !== null) await connection.write(chunk);
    });
    const before = descriptors();
    const count = await peer.python.run(
      "def short():\n" +
        `    s = ${connecting(listener)}\n` +
        "    s.sendall(b'x')\n" +
        "    try: return len(receive_all(s)) and 1\n" +
        "    finally: s.close()\n" +
        "sum(short() for _ in range(2000))",
    );
    expect(count).toBe(2000);
    await server.drain();
    expect(descriptors()).toBeLessThanOrEqual(before);
  }, 30_000);
});
