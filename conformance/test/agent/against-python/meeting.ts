import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, onTestFinished } from "vitest";
import { AgentProcess } from "../../../src/agent/process.ts";
import type { WireBytes } from "../../../src/agent/protocol.ts";
import type { Command } from "../../../src/subject/command.ts";
import { PythonPeer } from "../../peers/python-peer.ts";

export const MIB = 1024 * 1024;
export const timeout = 10_000;
export const transports = ["tcp4", "tcp6", "unix"] as const;
export type Transport = (typeof transports)[number];
export type End = "connects" | "accepts";

/** The tests of a file share one agent and one Python; each test of {@link ConnectedTest} has a connection of its own between them. */
export type MeetingTest = ReturnType<typeof meetingOf>;
export type ConnectedTest = ReturnType<typeof connectedBy>;

export function meetingOf(command: Command) {
  return (
    base
      .extend("command", { scope: "file" }, command)
      .extend("agent", { scope: "file" }, async ({ command }, { onCleanup }) => {
        const agent = await AgentProcess.start(command);
        onCleanup(() => agent.stop());
        return agent;
      })
      .extend("python", { scope: "file" }, async ({ command: _met }, { onCleanup }) => {
        const python = await PythonPeer.start();
        onCleanup(() => python.stop());
        return python;
      })
      .extend("folder", { scope: "file" }, ({ command: _met }, { onCleanup }) => {
        const folder = mkdtempSync(join(tmpdir(), "agent-"));
        onCleanup(() => rmSync(folder, { recursive: true }));
        return folder;
      })
      /** An address where nobody listens yet. */
      .extend("fresh", { scope: "file" }, ({ folder }) => {
        let paths = 0;
        return (transport: Transport): string => {
          if (transport === "unix") return `unix:${join(folder, `${++paths}.sock`)}`;
          return transport === "tcp6" ? "tcp://[::1]:0" : "tcp://127.0.0.1:0";
        };
      })
  );
}

export function connectedBy(meeting: MeetingTest, end: End, transport: Transport) {
  return meeting.extend("connection", async ({ agent, python, fresh }) => {
    const at = fresh(transport);
    return end === "connects" ? await toPython(agent, python, at) : await fromPython(agent, python, at);
  });
}

async function toPython(agent: AgentProcess, python: PythonPeer, at: string): Promise<number> {
  const to = await python.listen(at);
  const { connection } = await agent.request("connect", { to, timeout });
  await python.do("accept");
  return connection;
}

async function fromPython(agent: AgentProcess, python: PythonPeer, at: string): Promise<number> {
  const { listener, address } = await agent.request("listen", { at });
  await python.connect(address);
  const { connection } = await agent.request("accept", { listener, timeout });
  await agent.request("closeListener", { listener });
  return connection;
}

/** One for the test alone. */
export async function anotherPython(): Promise<PythonPeer> {
  const peer = await PythonPeer.start();
  onTestFinished(() => peer.stop());
  return peer;
}

export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "fulfilled",
    (error: { code?: unknown }) => error.code,
  );
}

export function pattern(seed: number, length: number, offset: number = 0): WireBytes {
  return { pattern: { seed, offset, length } };
}
