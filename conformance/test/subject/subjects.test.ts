import { afterEach, expect, test, vi } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { Child } from "../../src/subject/child.ts";
import type { Command } from "../../src/subject/command.ts";
import { executable } from "../../src/subject/executable.ts";
import { runtimeSubject } from "../../src/subject/runtime.ts";
import { startService } from "../../src/subject/service.ts";
import { subjectIds, subjects } from "../../src/subject/subjects.ts";
import { hasPython, PythonPeer } from "../peers/python-peer.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

test("the gates are the project's own runtimes and Node.js 24; older ones and compatibility layers are measured", () => {
  expect(subjectIds.filter((id) => subjects[id].isGate)).toEqual(["node", "bun", "deno", "node@24"]);
  expect(subjectIds.filter((id) => !subjects[id].isGate)).toEqual([
    ...["node@22", "bun@1.3", "deno@2.8", "node-on-bun", "node-on-deno"],
  ]);
});

test.each([
  ["node-on-bun", "bun", ["option:backlog", "option:mode", "option:noDelay", "option:trafficClass"]],
  [
    "node-on-deno",
    "deno",
    ["option:backlog", "option:ipv6Only", "option:keepAlive", "option:mode", "option:trafficClass", "udp:reusePort"],
  ],
] as const)(
  "%s is the adapter of Node.js in a process of %s, and declares no option that is ignored or missing there",
  async (id, runtime, lacking) => {
    const subject = runtimeSubject(id);
    expect(subject.agent().argv[0]).toBe(executable(runtime).file);
    const agent = await AgentProcess.start(subject.agent());
    ends.push(() => agent.stop());
    expect(agent.runtime).toEqual({ name: id, version: executable(runtime).version });
    const native = await AgentProcess.start(runtimeSubject("node").agent());
    ends.push(() => native.stop());
    const missing = native.capabilities.capabilities.filter((one) => !agent.capabilities.capabilities.includes(one));
    expect(missing.sort()).toEqual([...lacking, "option:keepAliveIdle"].sort());
  },
);

test.skipIf(!hasPython).each(["node-on-bun", "node-on-deno"] as const)("the server of %s echoes", async (id) => {
  const service = await startService("echo", runtimeSubject(id).server("echo", ["tcp://127.0.0.1:0"]));
  ends.push(() => service.stop());
  const python = await PythonPeer.start();
  ends.push(() => python.stop());
  await python.connect(service.address("tcp4") ?? "");
  await python.do("send 00ff0a");
  await python.do("shutdown");
  expect(await python.do("drain")).toMatchObject({ hex: "00ff0a" });
});

test.each(["agent/anysock", "programs/serve"])("%s refuses an adapter that there is not", async (program) => {
  const chosen = program.startsWith("agent")
    ? runtimeSubject("node").agent()
    : runtimeSubject("node").server("echo", []);
  const command: Command = { ...chosen, argv: [...chosen.argv, "--adapter", "python"] };
  const child = await Child.start(program, command, { line: () => {}, lineTooLong: () => {} });
  expect((await child.exited).code).toBe(1);
  expect(child.stderr()).toContain("there is no adapter python; accepted: node, or none for the runtime's own");
});
