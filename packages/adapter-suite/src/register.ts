import { afterAll, beforeAll, describe, test } from "vitest";
import { LIMIT } from "./api-case.ts";
import { apiCases } from "./catalogue.ts";
import { type DatagramAdapter, DatagramSetting } from "./datagram-setting.ts";
import { hasPython } from "./peer.ts";
import { type Planned, plan } from "./plan.ts";
import { play, type Stage } from "./play.ts";
import { Setting } from "./setting.ts";

/** What a case is played on, of one transport. */
interface Scenery extends Stage {
  warm(): Promise<void>;
  end(): Promise<void>;
}

/**
 * Every case as a test of Vitest, by transport; what cannot be played is skipped, for the reason in its title. `specifier` is
 * what a program imports to get the adapter.
 */
export function registerCases(name: string, adapter: DatagramAdapter, specifier: string): void {
  const planned = plan(adapter, apiCases);
  for (const transport of new Set(planned.map((one) => one.transport))) {
    describe(`${name} over ${transport}`, () => {
      const scenery = sceneryOf(adapter, transport, specifier);
      const ours = planned.filter((one) => one.transport === transport);
      const isPlayed = ours.some(({ lack }) => lack === null);
      beforeAll(async () => {
        if (isPlayed) await scenery.warm();
      });
      afterAll(() => scenery.end());
      for (const { one, lack } of ours) {
        const why = lack === null ? "" : ` (${lack.what})`;
        test.skipIf(lack !== null)(`${one.id}: ${one.title}${why}`, { timeout: 2 * (one.limit ?? LIMIT) }, async () => {
          const played = await play(one, scenery);
          if (played.kind === "passed") return;
          throw played.error ?? new Error(`expected ${played.expected}, got ${played.actual}`);
        });
      }
    });
  }
}

function sceneryOf(adapter: DatagramAdapter, transport: Planned["transport"], specifier: string): Scenery {
  if (transport === "udp4" || transport === "udp6") {
    return new DatagramSetting(adapter, transport === "udp4" ? "ipv4" : "ipv6", specifier);
  }
  return new Setting(adapter, transport, hasPython ? "python" : "node", specifier);
}
