import { existsSync } from "node:fs";
import { expect } from "../../expect.ts";
import { queueOf } from "../../listener-queue.ts";
import { echoed, handedOver } from "./handed-over.ts";
import type { Effects } from "./looked-at.ts";

/** Sockets that whoever starts a process has bound and handed over. */
export const inheritedEffects: Effects<"fd"> = {
  fd: {
    requirement: "OPTION-15",
    title: "a process serves on the sockets that it is handed, with its own backlog, and leaves their path alone",
    convicts: "{ fd } listens somewhere else, as Deno's own does, or unlinks the path of who has bound it",
    transports: ["unix"],
    needs: ["python", "ss"],
    async play(setting) {
      const { running, tcp, unix } = await handedOver(setting, "inherited-program");
      expect(JSON.parse(await running.line())).toEqual([
        { fd: 3, name: "web" },
        { fd: 4, name: "control" },
      ]);
      expect(await running.line()).toBe("EINVAL EINVAL");
      expect(JSON.parse(await running.line())).toEqual([
        { family: "ipv4", ...tcp },
        { family: "unix", ...unix },
      ]);
      if (setting.supports("option:backlog")) expect(queueOf({ family: "ipv4", ...tcp }).backlog).toBe(3);
      expect(await Promise.all([echoed(tcp), echoed(unix)])).toEqual(["hello", "hello"]);
      expect(await running.line()).toBe("closed");
      expect(existsSync(unix.path)).toBe(true);
      expect(await running.ended).toMatchObject({ status: 0 });
    },
  },
};
