import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, describe, expect, test } from "vitest";
import { nodeBinary } from "../src/node-binary.ts";
import { hasPython, Peer, type PeerKind } from "../src/peer.ts";
import { RawProcess, SuiteFailure } from "../src/raw-process.ts";

describe("a process of raw sockets", () => {
  test("that ends by itself fails what it was asked, and all that it is asked then, with what it said", async () => {
    const dies = 'process.stdin.once("data", () => { console.error("no more"); process.exit(3); })';
    const raw = new RawProcess("the peer", [nodeBinary, "--eval", dies]);
    const why = `the peer (${nodeBinary}) ended by itself, with status 3: no more`;
    const failure = new SuiteFailure(why);
    await Promise.all([
      expect(raw.ask("one", {})).rejects.toEqual(failure),
      expect(raw.ask("other", {})).rejects.toEqual(failure),
    ]);
    await expect(raw.ask("afterwards", {})).rejects.toEqual(failure);
    await expect(raw.lives()).rejects.toEqual(failure);
    expect(await raw.broken).toEqual(failure);
    await raw.end();
  });

  test("that does not end where it is told to is killed", async () => {
    const stays =
      'setInterval(() => {}, 1000); process.stdin.once("data", () => console.log(JSON.stringify({ id: 1, pid: process.pid })));';
    const raw = new RawProcess("the peer", [nodeBinary, "--eval", stays]);
    const { pid } = await raw.ask<{ id: number; pid: number }>("pid", {});
    await raw.end();
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  test("that is not there fails what it is asked", async () => {
    const raw = new RawProcess("the peer", ["/no/such/program"]);
    const message = expect.stringMatching(/^the peer \(\/no\/such\/program\) could not be started \(.*ENOENT/);
    await expect(raw.ask("one", {})).rejects.toMatchObject({ name: "SuiteFailure", message });
    await raw.end();
  });
});

const folder = mkdtempSync(join(tmpdir(), "anysock-peer-"));
afterAll(() => rmSync(folder, { recursive: true }));

const kinds: readonly PeerKind[] = hasPython ? ["python", "node"] : ["node"];

describe.each(kinds)("the raw peer of %s", (kind) => {
  test("closes a Unix socket where it is told to reset it, which is told as a reset where input is left unread", async () => {
    const peer = new Peer(kind);
    const path = join(folder, `${kind}.sock`);
    const listener = await peer.listen({ path });
    const [ends, resets] = [connect(path), connect(path)];
    const first = await listener.accept();
    const second = await listener.accept();
    const told = [endOf(ends), endOf(resets)];
    await new Promise((resolve) => resets.write("unread", resolve));
    await first.reset();
    await second.reset();
    expect(await Promise.all(told)).toEqual(["FIN", "ECONNRESET"]);
    await peer.lives();
    await peer.end();
  });

  test("answers with the code of what the system refuses, and lives", async () => {
    const peer = new Peer(kind);
    await expect(peer.connect({ path: join(folder, "nowhere") })).rejects.toMatchObject({ message: "ENOENT" });
    await expect(peer.listen({ path: "/no/such/folder/socket" })).rejects.toMatchObject({
      message: expect.stringMatching(/^(ENOENT|EACCES)$/),
    });
    await peer.lives();
    await peer.end();
  });
});

function endOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once("end", () => resolve("FIN")).once("error", (error) => resolve("code" in error ? `${error.code}` : ""));
    socket.resume();
  });
}
