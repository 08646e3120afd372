import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { backlogSuite } from "./backlog-suite.ts";
import type { DatagramAdapter } from "./datagram-setting.ts";
import { listenSuite } from "./listen-suite.ts";
import { optionEffectsSuite } from "./option-effects-suite.ts";
import { optionsSuite } from "./options-suite.ts";
import { hasPython } from "./peer.ts";
import { processSuite } from "./process-suite.ts";
import { registerCases } from "./register.ts";
import { type Adapter, closedSince, lackOf, needs, openDescriptors, Setting } from "./setting.ts";
import { unixPathSuite } from "./unix-path-suite.ts";

export { testMemory } from "./memory-suite.ts";
export { codeOfNoSuchName, NO_SUCH_NAME } from "./no-such-name.ts";

/** As part of {@link testAdapter}: of an adapter that differs from one that it holds in its options alone. */
export function testOptions(name: string, adapter: Adapter, specifier: string): void {
  for (const transport of ["tcp4", "tcp6", "unix"] as const) {
    describe.skipIf(!hasPython)(`${name} over ${transport}`, () => {
      const setting = new Setting(adapter, transport, "python", specifier);
      afterEach(() => setting.clear());
      afterAll(() => setting.end());
      optionEffectsSuite(setting);
    });
  }
}

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
        listenSuite(setting);
        if (kind === "node") backlogSuite(setting);
        if (kind === "python" && setting.isTcp) optionsSuite(setting);
        if (kind === "python" && transport !== "abstract") optionEffectsSuite(setting);
        if (transport === "unix") unixPathSuite(setting);
      });
    }
  }
  registerCases(name, adapter, specifier);
  processSuite(name, specifier);
}
