import { type Listener, listen } from "@anysock/bun";
import { describe, expect, test } from "vitest";
import { hasPython, hasSs, noPython, noSs, python, standStill } from "./python.ts";

function port({ address }: Listener): number {
  return address.family === "unix" ? 0 : address.port;
}

/** The columns of ss(8) about what has a listener's address. By host and port: another process may have the port elsewhere. */
function shown(what: "-Hltn" | "-Htn", listener: Listener): string[] {
  const line = Bun.spawnSync(["ss", what, "src", `127.0.0.1:${port(listener)}`]).stdout.toString();
  return line.trim().split(/\s+/);
}

describe.skipIf(!hasPython)(`a listener on Bun, with Python as the raw peer${noPython}`, () => {
  const raw = python();

  // Bun opens a connection that has no peer any more, and closes it at once.
  test.skipIf(!hasSs)(`does not deliver a connection that was reset before it was accepted${noSs}`, async () => {
    const listener = await listen({ port: 0 });
    const resetting = raw.peer.run(
      `reset(connect(${port(listener)})); c = connect(${port(listener)}); c.sendall(b'x')`,
    );
    // The loop stands still, so that nothing is accepted before the reset.
    standStill(() => queued(listener));
    const connection = await listener.accept();
    await resetting;
    expect(await connection.readChunk()).toEqual(new Uint8Array([120]));
    expect(await raw.peer.run("c.getsockname()[1]")).toBe(
      connection.remote.family === "unix" ? 0 : connection.remote.port,
    );
    connection.abort();
    await listener.close();
  });

  // Bun reads whatever comes.
  test.skipIf(!hasSs)(`does not read a connection that nobody has claimed${noSs}`, async () => {
    const listener = await listen({ port: 0 });
    await raw.peer.run(`c = connect(${port(listener)}); c.sendall(b'12345')`);
    await raw.peer.turn();
    expect(shown("-Htn", listener).slice(0, 2)).toEqual(["ESTAB", "5"]);
    expect(await (await listener.accept()).readChunk()).toEqual(new TextEncoder().encode("12345"));
    await listener.close();
  });

  // Bun hands over what a paused socket holds, when a reset comes.
  test("delivers a connection that was reset while it waited for accept, with its bytes", async () => {
    const listener = await listen({ port: 0 });
    // The second one is there, so the first one has been accepted; nobody has claimed either.
    await raw.peer.run(`c = connect(${port(listener)}); c.sendall(b'x'); second = connect(${port(listener)})`);
    await raw.peer.turn();
    await raw.peer.run("reset(c)");
    const connection = await listener.accept();
    expect(await connection.readChunk()).toEqual(new Uint8Array([120]));
    await expect(connection.readChunk()).rejects.toMatchObject({ code: "ECONNRESET" });
    await listener.close();
  });

  /** Two connections, or one and a reset, wait in the kernel's queue. */
  function queued(listener: Listener): boolean {
    return Number(shown("-Hltn", listener)[1]) >= 2;
  }
});
