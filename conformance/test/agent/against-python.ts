import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import type { WireBytes } from "../../src/agent/protocol.ts";
import type { Command } from "../../src/subject/command.ts";
import { hasPython, PythonPeer } from "../peers/python-peer.ts";

const MIB = 1024 * 1024;
const timeout = 10_000;
/** 65,537 bytes of pattern 862, by the Python implementation. */
const KNOWN = "f93a861f7eff057061cfcec05b61a03a2b7ee67439448807eb136216d3fff91b";
const transports = ["tcp4", "tcp6", "unix"] as const;
type Transport = (typeof transports)[number];

let agent: AgentProcess;
let python: PythonPeer;
let folder: string;
let paths = 0;

function fresh(transport: Transport): string {
  if (transport === "unix") return `unix:${join(folder, `${++paths}.sock`)}`;
  return transport === "tcp6" ? "tcp://[::1]:0" : "tcp://127.0.0.1:0";
}

/** The agent connects to Python. */
async function toPython(transport: Transport): Promise<number> {
  const to = await python.listen(fresh(transport));
  const { connection } = await agent.request("connect", { to, timeout });
  await python.do("accept");
  return connection;
}

/** Python connects to the agent. */
async function fromPython(transport: Transport): Promise<number> {
  const { listener, address } = await agent.request("listen", { at: fresh(transport) });
  await python.connect(address);
  const { connection } = await agent.request("accept", { listener, timeout });
  await agent.request("closeListener", { listener });
  return connection;
}

/** One for the test alone. */
async function anotherPython(): Promise<PythonPeer> {
  const peer = await PythonPeer.start();
  onTestFinished(() => peer.stop());
  return peer;
}

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "fulfilled",
    (error: { code?: unknown }) => error.code,
  );
}

function pattern(seed: number, length: number, offset: number = 0): WireBytes {
  return { pattern: { seed, offset, length } };
}

/** What every agent must do, as far as a program over raw sockets in another language can see it. */
export function holdsAgainstPython(command: Command): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "agent-"));
    agent = await AgentProcess.start(command);
    if (hasPython) python = await PythonPeer.start();
  });
  afterAll(async () => {
    await Promise.all([agent?.stop(), python?.stop()]);
    rmSync(folder, { recursive: true });
  });

  const ends = { connects: toPython, accepts: fromPython };
  for (const transport of transports) {
    for (const end of ["connects", "accepts"] as const) {
      describe.skipIf(!hasPython)(`on ${transport} an agent that ${end}`, () => {
        endHolds(transport, () => ends[end](transport));
      });
    }
  }
  describe.skipIf(!hasPython)("an agent that listens", listenerHolds);
  describe("an agent", addressesHold);
}

function endHolds(transport: Transport, open: () => Promise<number>): void {
  test("sends the pattern as Python makes it, then its FIN", async () => {
    const connection = await open();
    const draining = python.do("drain");
    const data = pattern(862, 65537);
    expect(await agent.request("write", { connection, data, timeout })).toMatchObject({ count: 65537 });
    await agent.request("closeWrite", { connection });
    expect(await draining).toMatchObject({ count: 65537, sha256: KNOWN });
  });

  test("reads after its own FIN, and finds the peer's pattern and FIN", async () => {
    const connection = await open();
    await agent.request("closeWrite", { connection });
    expect(await python.do("recv 1")).toMatchObject({ count: 0, end: true });
    const reading = agent.request("read", { connection, until: "end", expect: pattern(7, 3 * MIB), timeout });
    await python.do(`fill 7 ${3 * MIB}`);
    await python.do("shutdown");
    expect(await reading).toMatchObject({ count: 3 * MIB, end: true, divergence: null });
    expect(await agent.request("read", { connection, until: "end", timeout })).toMatchObject({ count: 0, end: true });
    expect(await agent.request("closed", { connection })).toMatchObject({ code: null });
  });

  test("says where the peer's bytes first differ", async () => {
    const connection = await open();
    await python.do("fill 7 100");
    const expected = { base64: Buffer.alloc(100).toString("base64") };
    const { divergence } = await agent.request("read", { connection, until: 100, expect: expected, timeout });
    expect(divergence).toMatchObject({ offset: 0, expected: "00".repeat(16) });
  });

  test("stops reading at the first wrong byte and at the first byte too many, though the peer never ends", async () => {
    const connection = await open();
    await python.do("send 0102030405");
    const wrong = { base64: Buffer.from([1, 2, 4]).toString("base64") };
    const first = await agent.request("read", { connection, until: "end", expect: wrong, chunk: 2, timeout });
    expect(first).toMatchObject({ count: 4, end: false, divergence: { offset: 2, expected: "04", actual: "0304" } });
    const read = agent.request("read", { connection, until: "end", expect: { base64: "" }, timeout });
    expect(await read).toMatchObject({ count: 1, end: false, divergence: { offset: 0, expected: "", actual: "05" } });
  });

  test("writes after the peer's FIN, and close knows that nothing is lost", async () => {
    const connection = await open();
    await python.do("shutdown");
    expect(await agent.request("read", { connection, until: 1, timeout })).toMatchObject({ count: 0, end: true });
    const draining = python.do("drain");
    await agent.request("write", { connection, data: pattern(1, MIB), timeout });
    expect(await agent.request("close", { connection })).toMatchObject({ delivered: true });
    expect(await draining).toMatchObject({ count: MIB, end: true });
    expect(await agent.request("closed", { connection })).toMatchObject({ code: null });
  });

  test("reads nothing from the kernel while nobody reads", async () => {
    const connection = await open();
    // Also after it has read: one read is one read.
    await python.do("send 2a");
    await agent.request("read", { connection, until: 1, timeout });
    const taken = Number((await python.do("stalls"))["taken"]);
    // Socket buffers alone: tcp(7) rmem and wmem. An agent that read would take all of 256 MiB.
    expect(taken).toBeLessThan(16 * MIB);
    expect(await agent.request("progress", { connection })).toMatchObject({ read: 1, written: 0 });
    await python.do("close");
    expect(await agent.request("read", { connection, until: "end", timeout })).toMatchObject({
      count: taken,
      end: true,
    });
  });

  test("reads once what one read gives, and sends it back on request", async () => {
    const connection = await open();
    await python.do("send 000a0dff");
    const read = await agent.request("read", { connection, until: "some", bytes: true, chunk: 3, timeout });
    expect(read).toMatchObject({ count: 3, end: false, base64: Buffer.from([0, 10, 13]).toString("base64") });
  });

  test("gives up a write without progress and keeps the connection", async () => {
    const connection = await open();
    const data = pattern(3, 64 * MIB);
    expect(await codeOf(agent.request("write", { connection, data, timeout: 300 }))).toBe("ETIMEDOUT");
    const { written } = await agent.request("progress", { connection });
    expect(written).toBeGreaterThan(0);
    expect(await python.do(`recv ${written}`)).toMatchObject({ count: written, end: false });
  });

  test("gives up a read in time, and the next one finds the bytes", async () => {
    const connection = await open();
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout: 30 }))).toBe("ETIMEDOUT");
    await python.do("send 2a");
    expect(await agent.request("read", { connection, until: 1, bytes: true, timeout })).toMatchObject({
      base64: "Kg==",
    });
  });

  test("cancels a read, which answers ECANCELED and consumes nothing", async () => {
    const connection = await open();
    let target = 0;
    const noted = (id: number) => {
      target = id;
    };
    const reading = codeOf(agent.request("read", { connection, until: 1, timeout }, noted));
    await agent.request("cancel", { target });
    expect(await reading).toBe("ECANCELED");
    await python.do("send 2a");
    expect(await agent.request("read", { connection, until: 1, timeout })).toMatchObject({ count: 1 });
  });

  test("refuses a second reader", async () => {
    const connection = await open();
    const first = agent.request("read", { connection, until: 1, timeout });
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("EBUSY");
    await python.do("send 2a");
    expect(await first).toMatchObject({ count: 1 });
  });

  test("keeps the order of writes that are under way together, and the FIN behind them", async () => {
    const connection = await open();
    const draining = python.do("drain");
    const parts = [pattern(862, 30_000), pattern(862, 1, 30_000), pattern(862, 65537 - 30_001, 30_001)];
    const writes = parts.map((data) => agent.request("write", { connection, data, chunk: 999, timeout }));
    await Promise.all([...writes, agent.request("closeWrite", { connection })]);
    expect(await draining).toMatchObject({ count: 65537, sha256: KNOWN });
  });

  test("ends its own operations by abort, which resets where the transport knows a reset", async () => {
    const connection = await open();
    const reading = codeOf(agent.request("read", { connection, until: 1, timeout }));
    await agent.request("abort", { connection });
    expect(await reading).toBe("ECLOSED");
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("ECLOSED");
    const resets = transport !== "unix" && agent.capabilities.capabilities.includes("tcp:reset");
    expect(await python.do("recv 1")).toMatchObject(resets ? { error: "ECONNRESET" } : { count: 0, end: true });
  });

  test("drops at once: the peer's unread bytes become a reset", async () => {
    const connection = await open();
    await python.do("send 010203");
    await agent.request("drop", { connection });
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("ECLOSED");
    // RFC 9293, 3.6.1: what was not read is lost, and the peer learns of it.
    const { error, end } = await python.do("recv 1");
    // Deno calls shutdown(2) before close(2), so on TCP the reset comes behind a FIN.
    const finFirst = agent.runtime.name === "deno" && transport !== "unix" && end === true;
    expect(finFirst ? "ECONNRESET" : error).toBe("ECONNRESET");
  });

  // A Unix socket knows no reset.
  if (transport === "unix") return;

  test("sees a reset as ECONNRESET, after the bytes that came before it, for ever", async () => {
    const connection = await open();
    await python.do("send 010203");
    await python.do("reset");
    expect(await agent.request("read", { connection, until: 3, timeout })).toMatchObject({ count: 3, end: false });
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("ECONNRESET");
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("ECONNRESET");
    expect(await agent.request("closed", { connection })).toMatchObject({ code: "ECONNRESET" });
  });
}

function listenerHolds(): void {
  test.each([
    ["echo", "68690a", { hex: "68690a", end: true }],
    ["upper", "68c3a97a", { hex: "48c3a95a", end: true }],
    ["discard", "6869", { hex: "", end: true }],
  ])("serves %s", async (service, sent, answer) => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0", service });
    await python.connect(address);
    await python.do(`send ${sent}`);
    await python.do("shutdown");
    expect(await python.do("drain")).toMatchObject(answer);
    await agent.request("closeListener", { listener });
  });

  test("hands connections out in the order in which they came", async () => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0" });
    for (const byte of ["01", "02", "03"]) {
      const peer = await anotherPython();
      await peer.connect(address);
      await peer.do(`send ${byte}`);
    }
    for (const base64 of ["AQ==", "Ag==", "Aw=="]) {
      const { connection } = await agent.request("accept", { listener, timeout });
      expect(await agent.request("read", { connection, until: 1, bytes: true, timeout })).toMatchObject({ base64 });
    }
    await agent.request("closeListener", { listener });
  });

  test("goes on after a client that resets before it is accepted", async () => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0" });
    const accepting = agent.request("accept", { listener, timeout });
    const other = await anotherPython();
    await other.connect(address);
    await other.do("reset");
    await python.connect(address);
    await python.do("send 2a");
    // The first may have been accepted before its reset came.
    let { connection } = await accepting;
    const read = await codeOf(agent.request("read", { connection, until: 1, timeout }));
    if (read === "ECONNRESET") ({ connection } = await agent.request("accept", { listener, timeout }));
    if (read === "ECONNRESET") await agent.request("read", { connection, until: 1, timeout });
    expect(await agent.request("progress", { connection })).toMatchObject({ read: 1 });
    await agent.request("closeListener", { listener });
  });

  test("keeps no more waiting than it is told", async () => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0", options: { pending: 1 } });
    const others = [await anotherPython(), await anotherPython()];
    await python.connect(address);
    for (const other of others) await other.connect(address);
    await python.do("send 2a");
    const { connection } = await agent.request("accept", { listener, timeout });
    expect(await agent.request("read", { connection, until: 1, timeout })).toMatchObject({ count: 1 });
    await agent.request("closeListener", { listener });
    // Reset at once, or when the listener closed: in either case nobody waits for ever.
    for (const other of others) expect(await other.do("recv 1")).toMatchObject({ error: "ECONNRESET" });
  });
}

function addressesHold(): void {
  test("listens on a path that can be bound again once it is closed, and leaves nothing there", async () => {
    const at = fresh("unix");
    for (let round = 0; round < 2; round++) {
      const { listener, address } = await agent.request("listen", { at });
      expect(address).toBe(at);
      expect(await codeOf(agent.request("listen", { at }))).toBe("EADDRINUSE");
      expect(await codeOf(agent.request("listen", { at, options: { unlinkStale: true } }))).toBe("EADDRINUSE");
      await agent.request("closeListener", { listener });
    }
    const left = readdirSync(folder).filter((name) => at.endsWith(`/${name}`) || name.startsWith("."));
    expect(left).toEqual([]);
  });

  test("binds a TCP port again at once", async () => {
    const first = await agent.request("listen", { at: "tcp://127.0.0.1:0" });
    expect(await codeOf(agent.request("listen", { at: first.address }))).toBe("EADDRINUSE");
    await agent.request("closeListener", { listener: first.listener });
    const second = await agent.request("listen", { at: first.address });
    await agent.request("closeListener", { listener: second.listener });
  });

  test.each([
    ["tcp://127.0.0.1:1", "ECONNREFUSED"],
    ["unix:/no/such/folder/x", "ENOENT"],
    ["unix:/etc/passwd/x", "ENOTDIR"],
    ["unix:/etc/passwd", "ECONNREFUSED"],
    [`unix:/${"x".repeat(107)}`, "ENAMETOOLONG"],
  ])("says of %s: %s", async (to, code) => {
    expect(await codeOf(agent.request("connect", { to, timeout }))).toBe(code);
  });

  test.each([
    ["unix:/no/such/folder/x", "ENOENT"],
    ["unix:/etc/passwd/x", "ENOTDIR"],
    ["unix:/etc/passwd", "EADDRINUSE"],
  ])("does not listen on %s: %s", async (at, code) => {
    expect(await codeOf(agent.request("listen", { at, options: { unlinkStale: true } }))).toBe(code);
  });

  test("counts its descriptors as one sees them from outside", async () => {
    // The growth is compared: Deno has one descriptor more while it waits for its stdin than while it answers.
    const count = async () => {
      const { descriptors } = await agent.request("stats", {});
      return [descriptors, readdirSync(`/proc/${agent.pid}/fd`).length] as const;
    };
    const [inside, outside] = await count();
    const opened = [1, 2, 3].map(() => agent.request("listen", { at: "tcp://127.0.0.1:0" }));
    const listeners = (await Promise.all(opened)).map(({ listener }) => listener);
    expect(await count()).toEqual([inside + 3, outside + 3]);
    await agent.request("release", { connections: [], listeners });
    expect(await count()).toEqual([inside, outside]);
  });
}
