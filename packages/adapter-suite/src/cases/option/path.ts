import { chmodSync, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { StreamCase } from "../../api-case.ts";
import { expect } from "../../expect.ts";
import { peerAddress } from "../../setting.ts";
import type { Effects } from "./looked-at.ts";

/** How often whoever may not tries to be faster than the mode. */
const INTRUSIONS = 40;

/** Options of a Unix path. */
export const pathEffects: Effects<"mode" | "unlinkStale"> = {
  mode: {
    requirement: "OPTION-13",
    title: "mode is the permission bits of the path, exactly",
    convicts: "mode is ignored, or loses the bits of the umask",
    transports: ["unix"],
    needs: [],
    async play(setting) {
      // Whatever the umask is, some have bits that it takes, and some lack bits that it leaves.
      for (const mode of [0o600, 0o666, 0o777, 0o421, 0]) {
        const listener = await setting.listen({ mode });
        const { path } = peerAddress(listener) as { path: string };
        expect([path, statSync(path).mode & 0o7777]).toEqual([path, mode]);
        if (mode === 0o666) setting.keep((await Promise.all([listener.accept(), setting.peer.connect({ path })]))[0]);
        await listener.close();
        expect(existsSync(path)).toBe(false);
      }
    },
  },
  unlinkStale: {
    requirement: "OPTION-14",
    title: "unlinkStale replaces a path that a dead process left, and the new one can be reached",
    convicts: "unlinkStale is ignored, or the path is not there afterwards",
    transports: ["unix"],
    // The listeners of Node.js leave no path behind when they are closed.
    needs: ["python"],
    async play(setting) {
      const at = setting.place() as { path: string };
      await (await setting.peer.listen(at)).stop();
      expect(existsSync(at.path)).toBe(true);
      const listener = await setting.listen({ unlinkStale: true }, at);
      expect(existsSync(at.path)).toBe(true);
      const [connection] = await Promise.all([listener.accept(), setting.peer.connect(at)]);
      setting.keep(connection);
    },
  },
};

/** Where it was bound first and changed then, there is a moment in between. */
export const intrusion: StreamCase = {
  id: "api/option/mode/at-no-time",
  title: "at no time may anybody connect whom mode does not let in",
  verifies: ["OPTION-13"],
  convicts: "the path is listened on with the bits of the umask, and chmod(2) comes after that",
  over: "streams",
  transports: ["unix"],
  capabilities: ["option:mode"],
  needs: ["kernel-view"],
  async play(setting) {
    const { path } = setting.place() as { path: string };
    chmodSync(dirname(path), 0o755);
    const listening = setting.start(setting.command("mode-program"));
    const intrusions: { wasThere: boolean; hasConnected: boolean }[] = [];
    for (let round = 0; round < INTRUSIONS; round++) {
      await setting.observer.intrude(`${path}.${round}`);
      listening.tell(`${path}.${round}`);
      expect(await listening.line()).toBe("closed");
      intrusions.push(await setting.observer.intruded());
    }
    // It may be gone before the intruder has its turn, but not every time.
    expect(intrusions.some(({ wasThere }) => wasThere)).toBe(true);
    expect(intrusions.filter(({ hasConnected }) => hasConnected)).toEqual([]);
  },
};
