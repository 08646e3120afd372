import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ProcessDied, Unsupported } from "../../src/agent/failure.ts";
import { Child } from "../../src/subject/child.ts";
import type { Command } from "../../src/subject/command.ts";
import { runtimeSubject } from "../../src/subject/runtime.ts";
import { type RunningService, startService } from "../../src/subject/service.ts";
import { hasPython, PythonPeer } from "../peers/python-peer.ts";

let folder: string;
let python: PythonPeer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "serve-"));
  if (hasPython) python = await PythonPeer.start();
});
afterAll(async () => {
  await python?.stop();
  rmSync(folder, { recursive: true });
});

describe.each(["node", "bun", "deno"] as const)("the level-0 server on %s", (id) => {
  const subject = runtimeSubject(id);

  async function start(service: "echo" | "upper" | "discard", at: readonly string[]): Promise<RunningService> {
    const running = await startService(service, subject.server(service, at));
    onTestFinished(() => running.stop());
    return running;
  }

  test.skipIf(!hasPython)("announces where it listens, echoes there, and leaves no path behind", async () => {
    const path = join(folder, `${id}.sock`);
    const service = await start("echo", ["tcp://127.0.0.1:0", "tcp://[::1]:0", `unix:${path}`]);
    for (const transport of ["tcp4", "tcp6", "unix"] as const) {
      await python.connect(service.address(transport) ?? "");
      await python.do("send 00ff0a");
      await python.do("shutdown");
      expect(await python.do("drain")).toMatchObject({ hex: "00ff0a" });
    }
    await service.stop();
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(path)).toBe(false);
  });

  test.skipIf(!hasPython)("lets a peer finish after SIGTERM, then ends with status 0", async () => {
    const service = await start("echo", ["tcp://127.0.0.1:0"]);
    await python.connect(service.address("tcp4") ?? "");
    await python.do("send 01");
    await python.do("recv 1");
    const stopped = service.stop();
    await python.do("send 02");
    await python.do("shutdown");
    expect(await python.do("drain")).toMatchObject({ hex: "02" });
    await stopped;
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  test("ends when the suite that started it has gone", async () => {
    const child = await Child.start("serve", subject.server("discard", ["tcp://127.0.0.1:0"]), { line: () => {} });
    onTestFinished(() => child.stop(0));
    child.endInput();
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });

  test("says by its exit status what it cannot do", async () => {
    const asked = (...args: string[]): Command => {
      const { argv, ...rest } = subject.server("echo", []);
      return { argv: [...argv, ...args] as unknown as Command["argv"], ...rest };
    };
    await expect(startService("echo", asked("--service", "gopher"))).rejects.toBeInstanceOf(Unsupported);
    const refused = await startService("echo", asked("tcp://127.0.0.1:99999")).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProcessDied);
    expect((refused as ProcessDied).stderr).toMatch(/^serve: .*99999/);
    expect((refused as ProcessDied).exit.code).toBe(1);
  });

  test("is run by the project's own binary", () => {
    expect(subject.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(subject.agent().argv[0]).toContain("node_modules");
    expect(existsSync(subject.agent().argv[0])).toBe(true);
  });
});
