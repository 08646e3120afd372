import { describe, expect, test } from "vitest";
import type { Setting } from "./setting.ts";

/** Where somebody listens, by way of which address a peer comes, and which is then the local address of its connection. */
const ways = {
  tcp4: [
    ["127.0.0.3", "127.0.0.3", "127.0.0.3"],
    ["0.0.0.0", "127.0.0.2", "127.0.0.2"],
  ],
  tcp6: [
    ["::", "127.0.0.2", "::ffff:127.0.0.2"],
    ["::", "::1", "::1"],
    ["::1", "::1", "::1"],
    ["::ffff:127.0.0.2", "127.0.0.2", "::ffff:127.0.0.2"],
  ],
} as const;

export function localAddressSuite(setting: Setting, transport: keyof typeof ways): void {
  const lack = setting.lack("dual-stack");

  describe("a connection to a listener", () => {
    for (const [bound, to, local] of ways[transport]) {
      const why = transport === "tcp6" && to !== "::1" ? lack : "";
      test.skipIf(why !== "")(`on ${bound} by way of ${to} has the local address ${local}${why}`, async () => {
        const listener = await setting.adapter.listen({ host: bound, port: 0 });
        const { address } = listener;
        if (address.family === "unix") throw new Error("a port is expected");
        const { port } = address;
        const [connection] = await Promise.all([listener.accept(), setting.peer.connect({ host: to, port })]);
        const family = transport === "tcp4" ? "ipv4" : "ipv6";
        expect(setting.keep(connection).local).toEqual({ family, host: local, port });
        await listener.close();
      });
    }
  });
}
