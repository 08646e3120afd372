import { existsSync, lstatSync, readFileSync } from "node:fs";
import { ActorError } from "@anysock/protocol-spec";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { StageRecord } from "../../src/stage/record.ts";
import { createStage, type StageSetup } from "../../src/stage/stage.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { runningService } from "../../src/subject/service.ts";

let client: AgentProcess;
let server: AgentProcess;

beforeAll(async () => {
  [client, server] = await Promise.all([AgentProcess.start(rawAgent()), AgentProcess.start(rawAgent())]);
});
afterAll(async () => {
  await Promise.all([client.stop(), server.stop()]);
});

function stageOf(setup: Partial<StageSetup> = {}): ReturnType<typeof createStage> & { record: StageRecord } {
  const record = new StageRecord();
  const stage = createStage({ transport: "tcp4", seed: 7, roundTrip: 0.1, client, server, record, ...setup });
  onTestFinished(() => stage.dispose());
  return Object.assign(stage, { record });
}

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "fulfilled",
    (error: unknown) => (error instanceof ActorError ? error.code : error),
  );
}

describe.each(["tcp4", "tcp6", "unix"] as const)("on %s", (transport) => {
  test("a pair is the two ends of one connection, also when many are made at once", async () => {
    const stage = stageOf({ transport });
    const pairs = await Promise.all(Array.from({ length: 8 }, () => stage.pair()));
    for (const [index, [one, other]] of pairs.entries()) {
      const data = stage.pattern(1000, index);
      await one.write(data);
      expect(await other.read(1000, { expect: data })).toMatchObject({ count: 1000, divergence: null });
    }
  });
});

test("dispose gives back what a case left open, and the agents play the next", async () => {
  const before = await Promise.all([client.request("stats", {}), server.request("stats", {})]);
  for (let round = 0; round < 3; round++) {
    const stage = stageOf({ transport: round === 1 ? "unix" : "tcp4" });
    const [one, other] = await stage.pair();
    await stage.server.listen();
    const reading = codeOf(one.read(1));
    const accepting = codeOf((await stage.server.listen()).accept());
    const path = stage.transport === "unix" ? stage.freshAddress().slice("unix:".length) : null;
    await stage.dispose();
    // Cancelled; or the other end went first: a reset, which is a clean end on a Unix socket.
    expect(["ECANCELED", "ECLOSED", "ECONNRESET", "fulfilled"]).toContain(await reading);
    expect(["ECANCELED", "ECLOSED"]).toContain(await accepting);
    expect(await codeOf(other.write(stage.pattern(1)))).toBe("EINVAL");
    if (path !== null) expect(existsSync(path.slice(0, path.lastIndexOf("/")))).toBe(false);
  }
  const after = await Promise.all([client.request("stats", {}), server.request("stats", {})]);
  expect(after.map(({ descriptors }) => descriptors)).toEqual(before.map(({ descriptors }) => descriptors));
});

test("the record has every call and its result, in time order, with the divergence", async () => {
  const stage = stageOf();
  const [one, other] = await stage.pair();
  await one.write(new Uint8Array([1, 2, 3]));
  await other.read(3, { expect: new Uint8Array([1, 9, 3]) });
  await one.drop();
  expect(await codeOf(one.read(1))).toBe("ECLOSED");
  const { events } = stage.record;
  const times = events.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const read = events.findIndex(({ text }) => text === "read(3 bytes, expecting 3 bytes: 010903)");
  expect(events[read]).toMatchObject({ actor: "server" });
  expect(events.find(({ answers }) => answers === read)).toMatchObject({
    text: "3 bytes",
    detail: "byte 1: expected 0903, got 0203",
    diverges: true,
  });
  expect(events.at(-1)).toMatchObject({ actor: "client", text: "✗ closed by this program", diverges: true });
  const asked = events.filter(({ answers }) => answers === undefined);
  expect(events.filter(({ answers }) => answers !== undefined)).toHaveLength(asked.length);
});

test("a step without progress ends with ETIMEDOUT after the stage's patience", async () => {
  const stage = stageOf({ patience: 100 });
  const [one] = await stage.pair();
  expect(await codeOf(one.read(1))).toBe("ETIMEDOUT");
  expect(await codeOf(one.closed())).toBe("ETIMEDOUT");
  expect(await codeOf((await stage.server.listen()).accept())).toBe("ETIMEDOUT");
});

test("a write that waits for room is given time for as long as bytes come the other way", async () => {
  const stage = stageOf({ patience: 400 });
  const [one, other] = await stage.pair();
  let settled = false;
  const writing = codeOf(one.write(stage.pattern(64 * 1024 * 1024)));
  void writing.then(() => {
    settled = true;
  });
  // Far beyond the patience, and beyond what the stage itself looks for.
  for (const began = performance.now(); performance.now() - began < 4 * stage.patience; ) {
    await other.write(new Uint8Array([1]));
    await one.read(1);
  }
  expect(settled).toBe(false);
  expect(await writing).toBe("ETIMEDOUT");
});

test("a read that fails says what it had read", async () => {
  const stage = stageOf({ patience: 200 });
  const [one, other] = await stage.pair();
  await other.write(new Uint8Array([1, 2]));
  const failure = await one.read(3, { bytes: true }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "ETIMEDOUT",
    received: { count: 2, end: false, bytes: new Uint8Array([1, 2]) },
  });
});

test("a program that is halted answers nobody until it wakes, while its system answers for it", async () => {
  const stage = stageOf();
  const listener = await stage.server.listen();
  const { wake } = await stage.server.halt();
  let answered = false;
  const asked = stage.server.stats().then(() => {
    answered = true;
  });
  const peer = await stage.client.connect(listener.address);
  await peer.write(new Uint8Array([1]));
  expect(readFileSync(`/proc/${server.pid}/stat`, "utf8")).toMatch(/\) T /);
  expect(answered).toBe(false);
  wake();
  await asked;
  expect(await (await listener.accept()).read(1)).toMatchObject({ count: 1 });
});

test("the end of the case ends every operation", async () => {
  const over = new AbortController();
  const stage = stageOf({ signal: over.signal });
  const [one] = await stage.pair();
  const reading = codeOf(one.read(1));
  over.abort(new Error("the case took too long"));
  expect(await reading).toMatchObject({ message: "the case took too long" });
  expect(await codeOf(one.write(stage.pattern(1)))).toMatchObject({ message: "the case took too long" });
});

test("bulk shrinks to what two seconds move, and says the size used", () => {
  const slow = stageOf({ throughput: 1_000_000 });
  expect(slow.bulk(64 * 1024 * 1024).length).toBe(2_000_000);
  expect(slow.record.observations.get("bytes")).toBe(2_000_000);
  expect(stageOf({ throughput: 1 }).bulk(64 * 1024 * 1024).length).toBe(64 * 1024);
  expect(stageOf({ throughput: 1 }).bulk(10).length).toBe(10);
  const fast = stageOf();
  expect(fast.bulk(64 * 1024 * 1024).length).toBe(64 * 1024 * 1024);
  expect(fast.record.observations.get("bytes")).toBe(64 * 1024 * 1024);
});

test("what is done over and over shrinks to what fits in ten seconds", () => {
  expect(stageOf().times(1000, 1)).toBe(1000);
  expect(stageOf().times(1000, 40)).toBe(250);
  expect(stageOf().times(1000, 60_000)).toBe(1);
});

test("patterns come from the seed, and differ by stream", () => {
  expect(stageOf().pattern(8, 1)).toEqual(stageOf().pattern(8, 1));
  const seeds = [stageOf().pattern(1), stageOf().pattern(1, 1), stageOf({ seed: 8 }).pattern(1)].map(
    ({ seed }) => seed,
  );
  expect(new Set(seeds).size).toBe(3);
});

test("window and patience grow with the round trip", () => {
  expect(stageOf({ roundTrip: 100 }).window).toBeGreaterThan(stageOf().window);
  expect(stageOf({ roundTrip: 100 }).patience).toBeGreaterThan(stageOf().patience);
});

test("a service is connected to at its address, and nobody connects where there is none", async () => {
  const { listener, address } = await server.request("listen", { at: "tcp://127.0.0.1:0", service: "echo" });
  const stage = stageOf({ service: runningService("echo", [address]) });
  const peer = await stage.connect();
  expect(peer.remote).toBe(address);
  await peer.write(new Uint8Array([7]));
  expect(await peer.read(1, { bytes: true })).toMatchObject({ bytes: new Uint8Array([7]) });
  expect(await stage.service.stats()).toBeNull();
  await server.request("closeListener", { listener });
  expect(await codeOf(stage.connect())).toBe("ECONNREFUSED");
  expect(() => stageOf().service).toThrow("no service");
});

test("a process holds a connection where its other end is among its own descriptors", async () => {
  const { address } = await server.request("listen", { at: "tcp://127.0.0.1:0", service: "echo" });
  const service = runningService("echo", [address]);
  const holds = async (pid: number | null): Promise<boolean> => {
    const stage = stageOf({ service: { ...service, pid } });
    const peer = await stage.connect();
    await peer.write(new Uint8Array([7]));
    await peer.read(1);
    return await stage.service.holds(peer);
  };
  expect(await holds(server.pid)).toBe(true);
  expect(await holds(client.pid)).toBe(false);
  expect(await holds(null)).toBe(false);
});

test("Unix paths are found in the states that they are asked for", async () => {
  const { paths } = stageOf({ transport: "unix" });
  const stale = await paths.stale();
  expect(lstatSync(stale.slice("unix:".length)).isSocket()).toBe(true);
  expect(await codeOf(stageOf({ transport: "unix" }).client.connect(stale))).toBe("ECONNREFUSED");
  expect(await paths.kindOf(stale)).toBe("socket");
  const file = await paths.regularFile();
  expect(await paths.kindOf(file)).toBe("file");
  await paths.remove(file);
  expect(await paths.kindOf(file)).toBe("nothing");
});
