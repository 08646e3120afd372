import { expect, test, vi } from "vitest";
import { childrenOf, isAlive } from "./processes.ts";
import { anysockUnder } from "./program.ts";

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
