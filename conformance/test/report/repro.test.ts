import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Case, findCase } from "@anysock/protocol-spec";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { reproOf } from "../../src/report/repro.ts";
import { type RecordedEvent, StageRecord } from "../../src/stage/record.ts";
import { createStage } from "../../src/stage/stage.ts";
import { Child } from "../../src/subject/child.ts";
import type { Command } from "../../src/subject/command.ts";
import { executable } from "../../src/subject/executable.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { hasPython, PythonPeer } from "../peers/python-peer.ts";
import { caseOf } from "../run/cases.ts";

let folder: string;
let client: AgentProcess;
let server: AgentProcess;
let python: PythonPeer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "repro-"));
  [client, server] = await Promise.all([AgentProcess.start(rawAgent()), AgentProcess.start(rawAgent())]);
  if (hasPython) python = await PythonPeer.start();
});
afterAll(async () => {
  await Promise.all([client.stop(), server.stop(), python?.stop()]);
  rmSync(folder, { recursive: true });
});

function known(id: string): Case {
  const one = findCase(id);
  if (one === undefined) throw new Error(`there is no case ${id}`);
  return one;
}

/** Plays the case and starts the program that is made of it, which is its end that listens. */
async function program(one: Case): Promise<{ readonly address: string; readonly told: Promise<string> }> {
  const record = new StageRecord();
  const stage = createStage({ transport: "tcp4", seed: 1, roundTrip: 0.1, client, server, record });
  await one.play(stage);
  const text = reproOf(one, [...record.events], "tcp4");
  await stage.dispose();
  const file = join(folder, "repro.mjs");
  writeFileSync(file, text);
  const listening = Promise.withResolvers<string>();
  const told = Promise.withResolvers<string>();
  const command: Command = { argv: [executable("node").file, file] };
  const child = await Child.start("the program", command, {
    line: (line) => {
      const port = /^connect the client under test to .*port: (\d+)/.exec(line)?.[1];
      if (port === undefined) told.resolve(line);
      else listening.resolve(`tcp://127.0.0.1:${port}`);
    },
  });
  onTestFinished(() => child.stop(0));
  void child.exited.then(() => {
    listening.reject(new Error(`the program ended: ${child.stderr()}\n${text}`));
    told.resolve("nothing");
  });
  return { address: await listening.promise, told: told.promise };
}

const everyByte = Buffer.from(Uint8Array.from({ length: 256 }, (_, value) => value)).toString("hex");

test.skipIf(!hasPython).each([
  ["all that it should", everyByte, "end - 0 bytes sent, 256 received as expected"],
  ["one byte too few", everyByte.slice(2), "end - 0 bytes sent, 255 received different"],
])("the end that listens reads what the client sends, and tells of %s", async (_what, hex, said) => {
  const { address, told } = await program(known("write/every-byte-value/client"));
  await python.connect(address);
  await python.do(`send ${hex}`);
  await python.do("shutdown");
  await python.do("close");
  expect(await told).toBe(said);
});

test.skipIf(!hasPython)("the end that listens writes what the suite wrote, and ends its half", async () => {
  const one = caseOf("writes", {
    subject: "client",
    needs: {},
    play: async (stage) => {
      const [, other] = await stage.pair();
      await other.write(new Uint8Array([1, 2, 3]));
      await other.closeWrite();
    },
  });
  const { address } = await program(one);
  await python.connect(address);
  expect(await python.do("drain")).toMatchObject({ hex: "010203", end: true });
  await python.do("close");
});

test.skipIf(!hasPython)("the end that was told to echo echoes", async () => {
  const one = caseOf("echoes", {
    subject: "client",
    needs: {},
    play: async (stage) => {
      const listener = await stage.server.listen(undefined, { service: "echo" });
      const peer = await stage.client.connect(listener.address);
      await peer.write(new Uint8Array([7]));
      await peer.read(1);
    },
  });
  const { address, told } = await program(one);
  await python.connect(address);
  await python.do("send 010203");
  await python.do("shutdown");
  expect(await python.do("drain")).toMatchObject({ hex: "010203", end: true });
  expect(await told).toMatch(/^end - 3 bytes sent, 3 received/);
});

function calledBy(...calls: readonly { op: string; args: Record<string, unknown> }[]): readonly RecordedEvent[] {
  return calls.map((call, at) => ({ at, actor: "client", text: call.op, call }));
}

const CONNECT = { op: "connect", args: { to: "tcp://127.0.0.1:7" } };
const WRITE = { op: "write", args: { data: { base64: "YQ==" } } };
const READ = { op: "read", args: { length: 1 } };

test.each([
  ["needs two connections, one of which does nothing", [CONNECT, CONNECT, WRITE, READ]],
  ["reads nothing of the service, and so sees the same of a right one", [CONNECT, WRITE]],
])("there is no program for a client that %s", (_what, calls) => {
  expect(reproOf(known("echo/answers"), calledBy(...calls), "tcp4")).toBe("");
  expect(reproOf(known("echo/answers"), calledBy(CONNECT, WRITE, READ), "tcp4")).toContain("socket.write");
});
