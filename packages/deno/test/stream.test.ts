import { type Address, type Connection, supports } from "@anysock/deno";
import { describe, expect, test } from "vitest";
import { pattern, sha256 } from "./pattern.ts";
import { peered, type Transport, transports } from "./peered.ts";
import { hasPython, hasSs, noPython, noSs } from "./python.ts";

const MEBIBYTE = 1024 * 1024;
const bytes = new TextEncoder();
const text = new TextDecoder();

/** An address as ss(8) has it. */
function named(address: Address): string {
  if (address.family === "unix") throw new Error("a port is expected");
  return `${address.host}:${address.port}`;
}

async function readAll(connection: Connection): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(64 * MEBIBYTE);
  let at = 0;
  for (;;) {
    const count = await connection.read(all.subarray(at, at + 256 * 1024));
    if (count === null) return all.subarray(0, at);
    at += count;
  }
}

describe.skipIf(!hasPython)(`a stream of Deno, with Python as the raw peer${noPython}`, () => {
  const peer = peered();

  async function bothWays(transport: Transport, size: number): Promise<void> {
    const data = pattern(size);
    const connection = await peer.accepted(transport);
    await peer.python.run(
      "got = {}\n" + "t = threading.Thread(target=lambda: got.update(receive_all(c, 0.001)))\n" + "t.start()",
    );
    const sent = connection.write(data).then(() => connection.closeWrite());
    await peer.python.run(
      "block = bytes(range(256)) * 4096\n" +
        `send = lambda: ([c.sendall(block) for _ in range(${size / MEBIBYTE})], c.shutdown(socket.SHUT_WR))\n` +
        "u = threading.Thread(target=send)\n" +
        "u.start()",
    );
    const received = await readAll(connection);
    await sent;
    expect(await peer.python.run("t.join(); u.join(); got")).toEqual({ count: size, sha256: await sha256(data) });
    expect(received.length).toBe(size);
    expect(received.every((byte, at) => byte === (at & 0xff))).toBe(true);
    expect(await connection.closed).toBeNull();
  }

  test.each(transports)(
    "carries every byte both ways at once past a slow reader, on %s",
    async (transport) => {
      await bothWays(transport, 16 * MEBIBYTE);
    },
    30_000,
  );

  test.each(transports)("keeps writing after the peer's FIN, on %s", async (transport) => {
    const connection = await peer.accepted(transport);
    await peer.python.run("c.sendall(b'request'); c.shutdown(socket.SHUT_WR)");
    expect(text.decode((await connection.readChunk()) ?? undefined)).toBe("request");
    expect(await connection.readChunk()).toBeNull();
    const answer = pattern(4 * MEBIBYTE);
    const sent = connection.write(answer).then(() => connection.closeWrite());
    expect(await peer.python.run("receive_all(c)")).toEqual({ count: answer.length, sha256: await sha256(answer) });
    await sent;
    expect(await connection.closed).toBeNull();
  });

  test.each(transports)("keeps reading after its own FIN, on %s", async (transport) => {
    const connection = await peer.accepted(transport);
    await connection.closeWrite();
    expect(await peer.python.run("c.recv(10)")).toBe("");
    await peer.python.run("c.sendall(b'late'); c.close()");
    expect(text.decode(await readAll(connection))).toBe("late");
    expect(await connection.closed).toBeNull();
  });

  test("sends its FIN behind a write that is still pending", async () => {
    const connection = await peer.accepted("tcp4");
    const data = pattern(16 * MEBIBYTE);
    const ended = Promise.all([connection.write(data), connection.closeWrite()]);
    expect(await peer.python.run("receive_all(c)")).toEqual({ count: data.length, sha256: await sha256(data) });
    await ended;
    connection.abort();
  }, 30_000);

  test("does not interleave writes that are not awaited", async () => {
    const connection = await peer.accepted("tcp4");
    const three = [1, 2, 3].map((value) => new Uint8Array(4 * MEBIBYTE).fill(value));
    const ended = Promise.all(three.map((data) => connection.write(data))).then(() => connection.closeWrite());
    const whole = new Uint8Array(12 * MEBIBYTE);
    for (const [at, data] of three.entries()) whole.set(data, at * 4 * MEBIBYTE);
    expect(await peer.python.run("receive_all(c)")).toEqual({ count: whole.length, sha256: await sha256(whole) });
    await ended;
    connection.abort();
  }, 30_000);

  test("reads the bytes that came before a reset, and then the reset, for ever", async () => {
    for (const seen of [false, true]) {
      const connection = await peer.accepted("tcp4");
      await peer.python.run("c.sendall(b'last words')");
      if (seen) await peer.python.turn();
      await peer.python.run("reset(c)");
      expect(text.decode((await connection.readChunk()) ?? undefined)).toBe("last words");
      await expect(connection.readChunk()).rejects.toMatchObject({ code: "ECONNRESET" });
      await expect(connection.readChunk()).rejects.toMatchObject({ code: "ECONNRESET" });
      await expect(connection.write(bytes.encode("x"))).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(await connection.closed).toMatchObject({ code: "ECONNRESET" });
    }
  });

  test("reports a reset to a read that is pending", async () => {
    const connection = await peer.accepted("tcp4");
    const read = connection.readChunk();
    await Promise.all([expect(read).rejects.toMatchObject({ code: "ECONNRESET" }), peer.python.run("reset(c)")]);
  });

  // Deno says null to the read that follows a write that met the reset.
  test("is not told a clean end by the read that follows a write which met the reset first", async () => {
    const connection = await peer.accepted("tcp4");
    await peer.python.run("c.sendall(b'before'); reset(c)");
    await expect(connection.write(bytes.encode("x"))).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(supports.has("read-after-reset")).toBe(true);
    expect(text.decode((await connection.readChunk()) ?? undefined)).toBe("before");
    await expect(connection.readChunk()).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  test("fails a pending write when the peer resets", async () => {
    const connection = await peer.accepted("tcp4");
    const write = connection.write(pattern(16 * MEBIBYTE));
    const failed = expect(write).rejects.toMatchObject({ code: /^(ECONNRESET|EPIPE)$/ });
    await peer.python.run("c.recv(1000); reset(c)");
    await failed;
    await expect(connection.write(bytes.encode("x"))).rejects.toMatchObject({ code: /^(ECONNRESET|EPIPE)$/ });
  });

  test.each(transports)(
    "learns that nobody takes its bytes any more after the peer has closed, on %s",
    async (transport) => {
      const connection = await peer.accepted(transport);
      await peer.python.run("c.close()");
      expect(await connection.readChunk()).toBeNull();
      const writing = async (): Promise<void> => {
        for (;;) await connection.write(pattern(1024));
      };
      await expect(writing()).rejects.toMatchObject({ code: /^(ECONNRESET|EPIPE)$/ });
      expect(await connection.readChunk()).toBeNull();
    },
  );

  test.each(transports)(
    "loses no written byte when it closes while the peer goes on sending, on %s",
    async (transport) => {
      const connection = await peer.accepted(transport);
      const data = pattern(4 * MEBIBYTE);
      const written = connection.write(data);
      await peer.python.run(
        "def chat():\n" +
          "    try:\n" +
          "        for _ in range(2000): c.sendall(bytes(1000))\n" +
          "    finally: c.shutdown(socket.SHUT_WR)\n" +
          "t = threading.Thread(target=chat)\n" +
          "t.start()",
      );
      const closed = connection.close();
      expect(await peer.python.run("receive_all(c)")).toEqual({ count: data.length, sha256: await sha256(data) });
      expect(await closed).toBe(true);
      await written;
      await peer.python.run("t.join(); c.close()");
    },
  );

  test("ends a pending read and a pending write when it is aborted, and the peer learns of it", async () => {
    const connection = await peer.accepted("tcp4");
    const read = connection.readChunk();
    const write = connection.write(pattern(16 * MEBIBYTE));
    const ended = [read, write].map((operation) => expect(operation).rejects.toMatchObject({ code: "ECLOSED" }));
    connection.abort();
    await Promise.all(ended);
    const end = await peer.python.attempt("receive_all(c)['count'] < 16 * 1024 * 1024");
    expect(end).toBe(supports.has("tcp:reset") ? "ConnectionResetError" : true);
  });

  const noReset = supports.has("tcp:reset") ? "" : " (no permission for FFI)";

  // Deno: close() sends FIN first, with unread input as well.
  test.skipIf(noReset !== "")(
    `resets, as close(2) does, where it is closed at once with unread input${noReset}`,
    async () => {
      for (const sent of ["", "c.sendall(bytes(1000))"]) {
        const connection = await peer.accepted("tcp4");
        await peer.python.run(sent);
        expect(await connection.close({ timeout: 0 })).toBe(false);
        expect(await peer.python.attempt("c.recv(1)")).toBe(sent === "" ? "" : "ConnectionResetError");
      }
    },
  );

  // Deno: "Unable to get resources" while a write is pending.
  test.skipIf(!hasSs)(`takes options while a write is pending, and sets them after it${noSs}`, async () => {
    const connection = await peer.accepted("tcp4");
    const data = pattern(16 * MEBIBYTE);
    const written = connection.write(data);
    // By then the first part is under way and the rest waits for room.
    await peer.python.run("c.recv(32768, socket.MSG_PEEK | socket.MSG_WAITALL) and 1");
    connection.set({ noDelay: false, keepAlive: true });
    const closed = written.then(() => connection.closeWrite());
    expect(await peer.python.run("receive_all(c)['count']")).toBe(data.length);
    await closed;
    const ends = JSON.stringify(["src", named(connection.local), "dst", named(connection.remote)]);
    const shown = `subprocess.run(["ss", "-tonH", *${ends}], capture_output=True).stdout`;
    // The timer of a segment that has not been acknowledged yet goes first.
    await expect.poll(() => peer.python.run(shown)).toContain("timer:(keepalive");
    await peer.python.run("c.close()");
    expect(await connection.readChunk()).toBeNull();
  });
});
