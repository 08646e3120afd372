import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, type Connection, type Endpoint, type Listener, listen } from "@anysock/bun";
import { afterAll, describe, expect, test } from "vitest";
import { hasPython, hasSs, noPython, noSs, python, standStill } from "./python.ts";

const MEBIBYTE = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), "anysock-bun-"));
afterAll(() => rmSync(folder, { recursive: true }));

const endpoints: Readonly<Record<string, Endpoint>> = {
  TCP: { port: 0 },
  Unix: { path: join(folder, "listener") },
};

/** Bytes that tell their place. */
function pattern(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = (at * 31 + (at >> 8) * 7 + (at >> 16)) & 0xff;
  return bytes;
}

function digest(bytes: Uint8Array): unknown[] {
  return [bytes.length, createHash("sha256").update(bytes).digest("hex")];
}

async function readAll(connection: Connection): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of connection) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What ss(8) shows of our end, without a turn of the event loop. By both addresses: another process may be at one of the ports. */
function socketsOf({ local, remote }: Connection, state: string): string {
  const ends = ["src", named(local), "dst", named(remote)];
  return Bun.spawnSync(["ss", "-Htno", "state", state, ...ends]).stdout.toString();
}

function named(address: Address): string {
  if (address.family === "unix") throw new Error("ss is asked about TCP connections");
  return `${address.host}:${address.port}`;
}

/** What a promise comes to: its value, or its error's code. */
async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: { code?: unknown }) => error.code);
}

describe.skipIf(!hasPython)(`a stream of Bun, with Python as the raw peer${noPython}`, () => {
  const raw = python();

  /** A connection of ours; Python's end is its variable `c`. */
  async function accepted(endpoint: Endpoint): Promise<Connection> {
    const listener = await listen(endpoint);
    const [connection] = await Promise.all([listener.accept(), raw.peer.run(`c = connect(${addressOf(listener)})`)]);
    await listener.close();
    return connection;
  }

  function addressOf({ address }: Listener): string {
    return JSON.stringify(address.family === "unix" ? address.path : address.port);
  }

  const transports = Object.entries(endpoints);

  // Bun takes what the kernel does and drops the rest (oven-sh/bun#9682), and closes at the peer's FIN unless told twice.
  test.each(transports)("writes the whole answer after the peer's FIN, on %s", async (_, endpoint) => {
    const connection = await accepted(endpoint);
    await raw.peer.run("c.sendall(b'request'); c.shutdown(socket.SHUT_WR)");
    expect((await readAll(connection)).toString()).toBe("request");
    const answer = pattern(16 * MEBIBYTE);
    const sent = connection.write(answer).then(() => connection.closeWrite());
    expect(await raw.peer.run("receive_all(c)")).toEqual(digest(answer));
    await sent;
    expect(await connection.closed).toBeNull();
  });

  // Bun's end() would be close(2) (oven-sh/bun#35947), and after shutdown() the peer's FIN comes as `close` alone.
  test.each(transports)("reads everything after its own FIN, on %s", async (_, endpoint) => {
    const connection = await accepted(endpoint);
    await connection.closeWrite();
    expect(await raw.peer.run("c.recv(1)")).toBe("");
    const sending = raw.peer.run("c.sendall(bytes(range(256)) * 40000); c.close()");
    const received = await readAll(connection);
    await sending;
    expect(received.length).toBe(256 * 40000);
    expect(received.every((byte, at) => byte === (at & 0xff))).toBe(true);
    expect(await connection.closed).toBeNull();
  });

  // Paused, with our FIN sent: the kernel reports a hang-up while bytes are still to be read.
  test.each(transports)("keeps what waits unread behind the peer's FIN and its own, on %s", async (_, endpoint) => {
    const connection = await accepted(endpoint);
    await connection.closeWrite();
    await raw.peer.run("c.sendall(b'x' * 50000); c.close()");
    expect(await outcome(connection.read(new Uint8Array(1)))).toBe(1);
    expect((await readAll(connection)).length).toBe(49_999);
  });

  test.each(transports)("carries 16 MiB both ways at once, on %s", async (_, endpoint) => {
    const connection = await accepted(endpoint);
    const data = pattern(16 * MEBIBYTE);
    await raw.peer.run(
      "got = []\n" +
        "reader = threading.Thread(target=lambda: got.append(receive_all(c)))\n" +
        "writer = threading.Thread(target=lambda: (c.sendall(bytes(range(256)) * 65536), c.shutdown(socket.SHUT_WR)))\n" +
        "reader.start(); writer.start()",
    );
    const sent = connection.write(data).then(() => connection.closeWrite());
    const received = await readAll(connection);
    await sent;
    expect(await raw.peer.run("reader.join(); writer.join(); got[0]")).toEqual(digest(data));
    expect(received.length).toBe(16 * MEBIBYTE);
    expect(received.every((byte, at) => byte === (at & 0xff))).toBe(true);
  });

  // Bun calls `data` on a paused socket when a reset comes, for all that the kernel still holds, and then closes.
  test("reads all that came before a reset, though it is more than Bun hands over at once", async () => {
    const connection = await accepted({ port: 0 });
    const sending = raw.peer.run("for _ in range(512): c.sendall(bytes(65536))");
    for (let left = 32 * MEBIBYTE; left > 0; ) left -= (await connection.readChunk())?.length ?? left;
    await sending;
    // Right before the reset: our kernel may take another segment at any probe of its window.
    const taken = await raw.peer.run("sent = fill(c)\nheld = sent - unacknowledged(c); reset(c)\nheld");
    expect(taken).toBeGreaterThan(MEBIBYTE);
    let count = 0;
    const end = await outcome(
      (async () => {
        for await (const chunk of connection) count += chunk.length;
      })(),
    );
    expect(end).toBe("ECONNRESET");
    expect(count).toBe(taken);
  });

  // Bun's write() says -1, and `end` and `close` follow without an error (oven-sh/bun#36422).
  test.skipIf(!hasSs)(`reports a reset that its own write met first, and no end${noSs}`, async () => {
    const connection = await accepted({ port: 0 });
    const resetting = raw.peer.run("c.sendall(b'before'); reset(c)");
    // The loop stands still meanwhile, so that nothing but the write can notice the reset.
    standStill(() => socketsOf(connection, "all") === "");
    expect(await outcome(connection.write(pattern(10)))).toBe("ECONNRESET");
    await resetting;
    expect((await connection.readChunk())?.length).toBe(6);
    expect(await outcome(connection.readChunk())).toBe("ECONNRESET");
    expect((await connection.closed)?.code).toBe("ECONNRESET");
  });

  test.each(transports)("fails a write that waits for room when the peer goes, on %s", async (_, endpoint) => {
    const connection = await accepted(endpoint);
    const sending = outcome(connection.write(pattern(32 * MEBIBYTE)));
    await raw.peer.run("c.recv(1); reset(c)");
    expect(await sending).toMatch(/^(ECONNRESET|EPIPE)$/);
  });

  test.skipIf(!hasSs)(`sets its options also after its own FIN${noSs}`, async () => {
    const connection = await accepted({ port: 0 });
    await connection.closeWrite();
    connection.set({ keepAlive: 7000 });
    // Until the peer's kernel has acknowledged our FIN, the timer that ss shows is that of its retransmission.
    standStill(() => socketsOf(connection, "fin-wait-2") !== "");
    expect(socketsOf(connection, "fin-wait-2")).toMatch(/timer:\(keepalive,[67]/);
    connection.abort();
  });

  // Bun ignores both calls then, and its descriptor is -1, or another's.
  test("says at `set` that the connection has been reset meanwhile, and the next read says so again", async () => {
    const connection = await accepted({ port: 0 });
    const first = connection.readChunk();
    await raw.peer.run("c.sendall(b'x')");
    await first;
    await connection.closeWrite();
    await raw.peer.run("reset(c)");
    await raw.peer.turn();
    expect(() => connection.set({ noDelay: true, keepAlive: 7000 })).toThrow("set tcp");
    expect(await outcome(connection.readChunk())).toBe("ECONNRESET");
  });
});
