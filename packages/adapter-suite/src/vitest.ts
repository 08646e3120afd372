import { afterAll, beforeAll, describe, test } from "vitest";
import { coreOf } from "./adapter-core.ts";
import { LIMIT } from "./api-case.ts";
import { apiCases } from "./catalogue.ts";
import { chosenCases } from "./chosen-cases.ts";
import type { DatagramAdapter } from "./datagram-setting.ts";
import type { PeerKind } from "./peer.ts";
import { plan } from "./plan.ts";
import { play } from "./play.ts";
import { recorded } from "./recorded-adapter.ts";
import { sceneryOf } from "./scenery.ts";

export { testMeasurement } from "./test-measurement.ts";

/** What is tested. */
export interface AdapterTests {
  /** What a program of the suite imports to get the same adapter: a URL, as `new URL("../src/index.ts", import.meta.url).href`. */
  readonly specifier: string;
  /** Whose raw sockets are the other end; a case that needs Python's has those all the same. Default: Python's, where there are some. */
  readonly peer?: PeerKind;
  /** Ids of cases, or how they begin (`api/close`); absent: every case. What is no case is an error. */
  readonly only?: readonly string[];
}

/**
 * Holds an adapter to the rules of the API, inside the runtime that runs Vitest: every case is a test, by transport, against raw sockets
 * in another process. What cannot be played is skipped, for the reason in its title: something that the adapter does not declare, or that
 * this machine has not got.
 */
export function testAdapter(tested: DatagramAdapter, { specifier, peer, only }: AdapterTests): void {
  const adapter = recorded(tested);
  const chosen = only === undefined ? apiCases : chosenCases(only);
  const planned = plan(adapter, chosen);
  for (const transport of new Set(planned.map((one) => one.transport))) {
    describe(`${adapter.runtime.name} over ${transport}`, () => {
      const scenery = sceneryOf(adapter, transport, specifier, peer);
      const ours = planned.filter((one) => one.transport === transport);
      const isPlayed = ours.some(({ lack }) => lack === null);
      beforeAll(async () => {
        if (!isPlayed) return;
        await coreOf({ adapter, specifier });
        await scenery.warm();
      });
      afterAll(() => scenery.end());
      for (const { one, lack } of ours) {
        const why = lack === null ? "" : ` (${lack.what})`;
        test.skipIf(lack !== null)(`${one.id}: ${one.title}${why}`, { timeout: 2 * (one.limit ?? LIMIT) }, async () => {
          const played = await play(one, scenery);
          if (played.kind === "passed") return;
          if (played.kind === "broken") throw played.error;
          throw played.error ?? new Error(`expected ${played.expected}, got ${played.actual}`);
        });
      }
    });
  }
}
