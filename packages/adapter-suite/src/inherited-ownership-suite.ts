import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { echoed, startInheriting } from "./inherited-process.ts";
import type { Setting } from "./setting.ts";

/** More than the launcher needs, and than a runtime has at its start. */
const DESCRIPTORS = 160;

/** What becomes of descriptors that are handed over as they come: they block, and a `listen` may fail. */
export function inheritedOwnershipSuite(setting: Setting): void {
  const why = setting.lack("listen:fd");

  describe.skipIf(why !== "")(`a process that is handed sockets which block${why}`, () => {
    test("goes on between two connections", async () => {
      const { child, said, tcp, unix } = await startInheriting(setting, "inherited-serving-program");
      const isAlive = async (): Promise<void> => {
        child.stdin?.write("alive\n");
        expect(await said()).toBe("alive");
      };
      expect(await said()).toBe("ready");
      for (const to of [tcp, unix, tcp, unix]) {
        expect(await echoed(to)).toBe("hello");
        await isAlive();
      }
      child.stdin?.end();
      expect(await said()).toBe("closed");
      expect(await once(child, "close")).toEqual([0, null]);
    });

    test("has them as they were where listen has failed, for want of descriptors too, and can listen again", async () => {
      const { child, said, tcp } = await startInheriting(setting, "inherited-refused-program", DESCRIPTORS);
      expect(JSON.parse(await said())).toEqual({ code: "EINVAL", isSame: true });
      // What it takes to listen on a descriptor is the runtime's own affair, and may be nothing.
      for (let line = await said(); line !== "listening"; line = await said()) {
        expect(JSON.parse(line)).toEqual({ code: "EMFILE", isSame: true });
      }
      expect(await echoed(tcp)).toBe("hello");
      expect(await said()).toBe("closed");
      expect(await once(child, "close")).toEqual([0, null]);
    });
  });
}
