import { closeSync, openSync, readlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { socketError } from "../socket-error.ts";

const launcher = fileURLToPath(new URL("../../peers/inherited-launcher.py", import.meta.url));

/** What all of them have in common. */
const rule = { over: "streams", transports: ["tcp4"], capabilities: ["listen:fd"] } as const;

/** Descriptors that somebody else has opened, beside their effect (`api/option/fd/effect`). */
export const inheritedCases: readonly StreamCase[] = [
  {
    ...rule,
    id: "api/inherited/blocking",
    title: "a process that waits for clients of sockets that block does other things meanwhile",
    verifies: ["OPTION-17"],
    convicts: "accept(2) is called on a descriptor as it was handed over, and holds up the whole process",
    needs: ["python"],
    async play(setting) {
      const { path } = setting.temporary();
      // Sockets of Python block, and so does what is made of them.
      const serving = setting.start(["python3", launcher, path, ...setting.command("inherited-program", "idle")]);
      for (let line = 0; line < 3; line++) await serving.line();
      expect(await serving.line()).toBe("turns");
      serving.finish();
      expect(await serving.ended).toMatchObject({ status: 0 });
    },
  },
  {
    ...rule,
    id: "api/inherited/no-socket",
    title: "a descriptor that is no listening socket is EINVAL, and stays as it was",
    verifies: ["OPTION-16"],
    convicts:
      "a descriptor that cannot be listened on is closed, though it is somebody else's, or listened on elsewhere",
    async play(setting) {
      const fd = openSync("/dev/null", "r");
      try {
        const refusal = { ...socketError("EINVAL"), operation: "listen" };
        await expect(setting.adapter.listen({ fd })).rejects.toMatchObject(refusal);
        expect(readlinkSync(`/proc/self/fd/${fd}`)).toBe("/dev/null");
      } finally {
        closeSync(fd);
      }
      // And one that nobody has.
      await expect(setting.adapter.listen({ fd })).rejects.toMatchObject(socketError("EINVAL"));
    },
  },
];
