import { fileURLToPath } from "node:url";
import { executable } from "@anysock/conformance";
import { expect, test, vi } from "vitest";
import { childrenOf, isAlive } from "./processes.ts";
import { anysockUnder, Program } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const runtimes = ["node", "bun", "deno"] as const;
const pairs = runtimes.flatMap((parent) =>
  runtimes.filter((child) => child !== parent).map((child) => [parent, child] as const),
);

test.each(pairs)(
  "under %s, serve --runtime %s ends as the served program ends, whichever signal came",
  async (parent, child) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const server = anysockUnder(parent, "serve", "--runtime", child);
      await server.says(/\nREADY\n/);
      const served = childrenOf(server.pid);
      expect(served).toHaveLength(1);
      server.child.kill(signal);
      const { status, stderr } = await server.ended;
      expect(stderr).toContain(`echo under ${child}`);
      expect({ signal, status }).toEqual({ signal, status: 0 });
      expect(served.filter(isAlive)).toEqual([]);
    }
  },
);

test.each(runtimes)(
  "the command that is installed is the same one under %s, with the status of its end",
  async (runtime) => {
    const bin = fileURLToPath(new URL("../bin/anysock.mjs", import.meta.url));
    const flags = runtime === "deno" ? ["run", "--allow-all"] : [];
    for (const [id, status] of [
      ["ECHO-TCP-1", 0],
      ["ECHO-TPC-1", 2],
    ] as const) {
      const installed = new Program(executable(runtime).file, [...flags, bin, "explain", id]);
      const ended = await installed.ended;
      expect({ stdout: ended.stdout.includes("RFC 862"), status: ended.status }).toEqual({
        stdout: status === 0,
        status,
      });
    }
  },
);
