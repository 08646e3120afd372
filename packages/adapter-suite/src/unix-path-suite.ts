import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { basename, dirname } from "node:path";
import type { Connection, Listener } from "@anysock/core";
import { describe, expect, test } from "vitest";
import type { Setting } from "./setting.ts";

/** Starters that meet at one stale path. */
const STARTERS = 4;

/** The other who binds at a bad moment. File systems such as ext4 give its file the inode that has just become free. */
export function unixPathSuite(setting: Setting): void {
  describe("a Unix path that somebody else wants as well", () => {
    const place = (): { path: string } => setting.place() as { path: string };

    /** Connected to by the raw peer, and accepted there. */
    async function reached(listener: Listener, at: { path: string }): Promise<Connection> {
      const [connection] = await Promise.all([listener.accept(), setting.peer.connect(at)]);
      return setting.keep(connection);
    }

    test("is the next listener's, where that binds before the close of the last has settled", async () => {
      const at = place();
      const last = await setting.adapter.listen(at);
      const closing = last.close();
      const next = await setting.adapter.listen(at);
      await closing;
      await reached(next, at);
      await next.close();
      expect(existsSync(at.path)).toBe(false);
    });

    // The runtime's own sockets bind within the call, and so before anything else in this process has its turn.
    test("stays somebody else's, who has bound it before the close has settled", async () => {
      const at = place();
      const listener = await setting.adapter.listen(at);
      const closing = listener.close();
      const other = createServer((socket) => socket.destroy()).listen(at.path);
      const bound = once(other, "listening");
      await Promise.all([closing, bound]);
      expect(existsSync(at.path)).toBe(true);
      await setting.peer.connect(at);
      other.close();
      await once(other, "close");
    });

    // Only Python leaves its paths behind.
    if (setting.peerKind === "python") {
      const lack = setting.lack("option:unlinkStale");
      test.skipIf(lack !== "")(
        `that is stale goes to one of ${STARTERS} who would replace it, and that one can be reached${lack}`,
        async () => {
          for (let round = 0; round < 10; round++) {
            const at = place();
            await (await setting.peer.listen(at)).stop();
            // Each a little later in what the one before it does, and in every round by more.
            const start = async (order: number): Promise<Listener> => {
              for (let turn = 0; turn < order * round; turn++) await null;
              return setting.adapter.listen(at, { unlinkStale: true });
            };
            const settled = await Promise.allSettled(Array.from({ length: STARTERS }, (_, order) => start(order)));
            const refused = settled.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
            const listeners = settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
            const reaching = listeners.length === 1 ? await Promise.all(listeners.map((one) => reached(one, at))) : [];
            await Promise.all(listeners.map((listener) => listener.close()));
            expect(refused).toEqual(Array(STARTERS - 1).fill("EADDRINUSE"));
            expect(reaching).toHaveLength(1);
            // Nor is anything left of how it was done.
            const left = readdirSync(dirname(at.path)).filter((name) => name.startsWith(basename(at.path)));
            expect(left).toEqual([]);
          }
        },
      );
    }
  });
}
