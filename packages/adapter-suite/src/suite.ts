import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { attemptsSuite } from "./attempts-suite.ts";
import { connectSuite } from "./connect-suite.ts";
import type { DatagramAdapter } from "./datagram-setting.ts";
import { endSuite } from "./end-suite.ts";
import { endedAttemptsSuite } from "./ended-attempts-suite.ts";
import { localAddressSuite } from "./local-address-suite.ts";
import { hasPython } from "./peer.ts";
import { registerCases } from "./register.ts";
import { closedSince, lackOf, needs, openDescriptors, Setting } from "./setting.ts";
import { streamSuite } from "./stream-suite.ts";
import { zoneSuite } from "./zone-suite.ts";

export { keepAliveCases } from "./cases/keep-alive.ts";
export { optionCases } from "./cases/option.ts";
export { registerCases } from "./register.ts";
export { testDatagrams } from "./test-datagrams.ts";
export { testMeasurement } from "./test-measurement.ts";

/**
 * Holds an adapter to the rules of core's API, against raw sockets in another process. Skipped is what cannot be tested here,
 * for the reason in its title: a capability that its `supports` does not list, or a missing Python. What does not apply to a
 * transport is not there at all. `specifier` is what a program imports to get the adapter: a URL, or a package's name.
 */
export function testAdapter(name: string, adapter: DatagramAdapter, specifier: string): void {
  for (const kind of ["node", "python"] as const) {
    for (const transport of ["tcp4", "tcp6", "unix", "abstract"] as const) {
      const needed = needs[transport];
      const lack = needed === undefined ? "" : lackOf(adapter, needed);
      const why = kind === "python" && !hasPython ? " (no python3 here)" : lack;
      describe.skipIf(why !== "")(`${name} over ${transport}, against a raw ${kind} peer${why}`, () => {
        const setting = new Setting(adapter, transport, kind, specifier);
        let before: ReadonlySet<string> | undefined;
        beforeAll(async () => {
          // Whatever the runtime opens once for all is open now.
          await setting.warm();
          before = openDescriptors();
        });
        afterEach(() => setting.clear());
        afterAll(async () => {
          if (before !== undefined) await closedSince(before);
          await setting.end();
        });
        connectSuite(setting);
        streamSuite(setting);
        endSuite(setting);
        if (transport === "tcp4" || transport === "tcp6") localAddressSuite(setting, transport);
        // Node.js listens with a backlog of its own choice where it is told 0.
        if (kind === "python" && transport === "tcp4") attemptsSuite(setting);
        if (kind === "python" && transport === "tcp4") endedAttemptsSuite(setting);
        if (transport === "tcp6") zoneSuite(setting);
      });
    }
  }
  registerCases(name, adapter, specifier);
}
