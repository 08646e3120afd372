import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { echoed, startInheriting } from "./inherited-process.ts";
import { noSs, queueOf } from "./listener-queue.ts";
import type { Setting } from "./setting.ts";

/** Sockets that whoever starts a process has bound and handed over, as a systemd socket unit does (sd_listen_fds(3)). */
export function inheritedSuite(setting: Setting): void {
  const lack = setting.lack("listen:fd");
  const why = lack === "" ? noSs : lack;

  describe.skipIf(why !== "")(`a process that is handed sockets${why}`, () => {
    test("serves on them, with its own backlog, and leaves the path to who has bound it", async () => {
      const { child, said, tcp, unix } = await startInheriting(setting, "inherited-program");
      expect(JSON.parse(await said())).toEqual([
        { fd: 3, name: "web" },
        { fd: 4, name: "control" },
      ]);
      expect(await said()).toBe("EINVAL EINVAL");
      expect(JSON.parse(await said())).toEqual([
        { family: "ipv4", ...tcp },
        { family: "unix", ...unix },
      ]);
      expect(queueOf({ family: "ipv4", ...tcp }).backlog).toBe(3);
      expect(await Promise.all([echoed(tcp), echoed(unix)])).toEqual(["hello", "hello"]);
      expect(await said()).toBe("closed");
      expect(existsSync(unix.path)).toBe(true);
      expect(await once(child, "close")).toEqual([0, null]);
    });
  });

  if (lack !== "") {
    test(`{ fd } is ENOTSUP, which says why${lack}`, async () => {
      const refused = await setting.adapter.listen({ fd: 0 }).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "ENOTSUP", message: expect.stringContaining("listen:fd") });
    });
  }
}
