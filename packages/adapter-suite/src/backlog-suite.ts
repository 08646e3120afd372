import { execFileSync, spawnSync } from "node:child_process";
import type { Address, Listener } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { socketError } from "./socket-error.ts";
import type { Setting } from "./suite.ts";

const SS = "ss";
const noSs = spawnSync(SS, ["-V"]).status === 0 ? "" : " (no ss here)";

/** What ss(8) is asked for one listener. */
function questionOf(address: Address): string[] {
  if (address.family === "unix") return ["-x", "src", (address.path ?? "").replace("\0", "@")];
  const host = address.family === "ipv6" ? `[${address.host}]` : address.host;
  return ["-tn", "src", `${host}:${address.port}`];
}

/** How many connections may wait in the kernel's queue: the column "Send-Q" of a listening socket. */
function backlogOf({ address }: Listener): number {
  const shown = execFileSync(SS, ["-Hl", ...questionOf(address)]).toString();
  return Number(/\bLISTEN\s+\d+\s+(\d+)/.exec(shown)?.[1]);
}

export function backlogSuite(setting: Setting): void {
  describe.skipIf(noSs !== "")(`the backlog of a listener${noSs}`, () => {
    test.each([3, 100])("of %i is what the kernel has, or ENOTSUP", async (backlog) => {
      const listening = setting.listen({ backlog });
      // A runtime may have it on TCP alone.
      if (setting.isTcp && setting.supports("option:backlog")) await listening;
      const answer = await listening.then(backlogOf, (error: unknown) => error);
      expect([backlog, expect.objectContaining(socketError("ENOTSUP"))]).toContainEqual(answer);
    });
  });
}
