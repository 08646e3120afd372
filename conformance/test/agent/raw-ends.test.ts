import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { makeSocketFolder } from "../../src/stage/socket-folder.ts";
import { rawAgent } from "../../src/subject/runtime.ts";

// What the fuzz found in the trusted peer itself: wrong there, it would acquit and convict the wrong ones.

const timeout = 10_000;
const BYTES = 8 * 1024 * 1024;
/** More than goes off while nobody reads, in one call. */
const stuck = { data: { pattern: { seed: 1, offset: 0, length: BYTES } }, chunk: BYTES, timeout };
const folder = makeSocketFolder();
let agent: AgentProcess;
let peer: AgentProcess;

beforeAll(async () => {
  [agent, peer] = await Promise.all([AgentProcess.start(rawAgent()), AgentProcess.start(rawAgent())]);
});

afterAll(async () => {
  await Promise.all([agent.stop(), peer.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

async function connected(at = "tcp://127.0.0.1:0"): Promise<{ ours: number; theirs: number }> {
  const { listener, address } = await peer.request("listen", { at });
  const [near, far] = await Promise.all([
    agent.request("connect", { to: address, timeout }),
    peer.request("accept", { listener, timeout }),
  ]);
  await peer.request("closeListener", { listener });
  return { ours: near.connection, theirs: far.connection };
}

/** What has answered by the time that the agent has turned twice. */
async function settledBy(promise: Promise<unknown>, connection: number): Promise<boolean> {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise.then(settle, settle);
  for (let turn = 0; turn < 2; turn++) await agent.request("progress", { connection });
  return isSettled;
}

test("a second closeWrite of the raw agent waits for the FIN that the first one asked for", async () => {
  const { ours, theirs } = await connected(`unix:${folder}/twice.sock`);
  const writing = agent.request("write", { connection: ours, ...stuck });
  const first = agent.request("closeWrite", { connection: ours });
  await settledBy(first, ours);
  const second = agent.request("closeWrite", { connection: ours });
  expect(await settledBy(second, ours)).toBe(false);
  expect(await peer.request("read", { connection: theirs, until: "end", timeout })).toMatchObject({
    count: BYTES,
    end: true,
  });
  await Promise.all([writing, first, second]);
});

test("what is written right behind closeWrite is refused by the raw agent, and does not overtake the FIN", async () => {
  const { ours, theirs } = await connected();
  const ending = agent.request("closeWrite", { connection: ours });
  const late = { connection: ours, data: { base64: "AA==" }, timeout };
  await expect(agent.request("write", late)).rejects.toMatchObject({ code: "EPIPE" });
  await ending;
  expect(await peer.request("read", { connection: theirs, until: "end", timeout })).toMatchObject({ count: 0 });
});

test("after abort close of the raw agent is false, also where the peer's FIN was read before", async () => {
  const { ours, theirs } = await connected();
  await peer.request("closeWrite", { connection: theirs });
  await agent.request("read", { connection: ours, until: "end", timeout });
  await agent.request("abort", { connection: ours });
  expect(await agent.request("close", { connection: ours })).toEqual({ delivered: false });
});

test("a FIN that was lost by abort is not called sent by the raw agent, on Unix sockets either", async () => {
  const { ours } = await connected(`unix:${folder}/abort.sock`);
  const writing = agent.request("write", { connection: ours, ...stuck });
  const ending = agent.request("closeWrite", { connection: ours });
  await settledBy(ending, ours);
  await agent.request("abort", { connection: ours });
  await expect(ending).rejects.toMatchObject({ code: "ECLOSED" });
  await expect(writing).rejects.toMatchObject({ code: "ECLOSED" });
});
