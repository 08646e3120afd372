import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";
import { describe, expect, test } from "vitest";
import type { StreamCase } from "../src/api-case.ts";
import { handedOver } from "../src/cases/option/handed-over.ts";
import { type MeasuredSetting, measure } from "../src/measured-memory.ts";
import { hasPython } from "../src/peer.ts";
import { play } from "../src/play.ts";
import { Running } from "../src/running.ts";

/** What a case comes to that does this and nothing else. */
function played(act: () => Promise<unknown>): ReturnType<typeof play> {
  const one: StreamCase = {
    id: "api/own/process",
    title: "It is played.",
    verifies: ["PROCESS-1"],
    convicts: "nobody",
    over: "streams",
    async play() {
      await act();
    },
  };
  return play(one, { processes: [], clear: async () => {} });
}

/** The process of this one's whose command has that name in it. */
function childOf(name: string): number | undefined {
  const children = readdirSync("/proc/self/task").flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, "utf8").trim().split(" "),
  );
  return children
    .filter((pid) => pid !== "")
    .map(Number)
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(name));
}

/** A server in this process, which answers nobody. */
async function serverThat(onClient: () => void): Promise<{ readonly setting: MeasuredSetting; close(): void }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    onClient();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const running = { line: async () => String(port), pid: process.pid, tell: () => {} };
  return { setting: { command: () => [], start: () => running }, close: () => server.close() };
}

describe.skipIf(!hasPython)("what a process of the suite's own fails at is the suite's failure", () => {
  test("of the memory peer that dies", async () => {
    const { setting, close } = await serverThat(() => {
      const pid = childOf("memory-peer.py");
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    });
    const told = await played(() => measure(setting, { handler: "none", clients: 1, offered: 1024 }));
    close();
    const message = expect.stringMatching(/^the memory peer \(python3\) ended by itself, with SIGKILL/);
    expect(told).toMatchObject({ kind: "broken", error: { message } });
  });

  test("and not of one that finds nobody at the server's port", async () => {
    const { setting, close } = await serverThat(() => {});
    close();
    const told = await played(() => measure(setting, { handler: "none", clients: 1, offered: 1024 }));
    expect(told).toMatchObject({ kind: "failed", actual: expect.stringContaining("Connection refused") });
  });

  test("of the launcher that cannot hand over what it should", async () => {
    const setting = {
      temporary: () => ({ path: "/no/such/folder/socket" }),
      command: () => ["true"],
      start: (command: readonly string[]) => new Running(command),
    };
    const told = await played(() => handedOver(setting, "inherited-program"));
    const message = expect.stringMatching(
      /^the launcher \(python3\) ended before its program, with status 1: .*FileNotFoundError/s,
    );
    expect(told).toMatchObject({ kind: "broken", error: { message } });
  });
});
