import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { type DatagramAdapter, DatagramSetting } from "./datagram-setting.ts";
import { datagramSuite } from "./datagram-suite.ts";
import { dualStackSuite } from "./dual-stack-suite.ts";
import { hasPython } from "./peer.ts";
import { closedSince, openDescriptors } from "./setting.ts";

/**
 * Holds an adapter's datagrams to the rules of core's API, against plain sockets of Python. Skipped is what cannot be tested here, for
 * the reason in its title.
 */
export function testDatagrams(name: string, adapter: DatagramAdapter): void {
  const lack = adapter.supports.has("udp") ? "" : ` (${adapter.runtime.name} has no udp here)`;
  const why = hasPython ? lack : " (no python3 here)";
  for (const family of ["ipv4", "ipv6"] as const) {
    describe.skipIf(why !== "")(`${name} over UDP and ${family}${why}`, () => {
      const setting = new DatagramSetting(adapter, family);
      let before: ReadonlySet<string> | undefined;
      beforeAll(async () => {
        // Whatever the runtime opens once for all is open now.
        await setting.bind();
        await setting.peerSocket();
        await setting.clear();
        before = openDescriptors();
      });
      afterEach(() => setting.clear());
      afterAll(async () => {
        if (before !== undefined) await closedSince(before);
        await setting.end();
      });
      datagramSuite(setting);
      if (family === "ipv6") dualStackSuite(setting);
    });
  }
}
