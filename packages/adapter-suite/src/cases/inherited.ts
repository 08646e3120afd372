import { closeSync, openSync, readlinkSync } from "node:fs";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { socketError } from "../socket-error.ts";
import { echoed, handedOver } from "./option/handed-over.ts";

/** More than the launcher needs, and than a runtime has at its start. */
const DESCRIPTORS = 160;

/** What all of them have in common. */
const rule = { over: "streams", transports: ["tcp4"], capabilities: ["listen:fd"] } as const;

/** Descriptors that somebody else has opened, beside their effect (`api/option/fd/effect`). */
export const inheritedCases: readonly StreamCase[] = [
  {
    ...rule,
    id: "api/inherited/blocking",
    title: "a process that is handed sockets which block goes on before, between and after their connections",
    verifies: ["INHERITED-2"],
    convicts: "accept(2) is called on a descriptor as it was handed over, once more than somebody has come",
    needs: ["python"],
    async play(setting) {
      const { running, tcp, unix } = await handedOver(setting, "inherited-serving-program");
      const isAlive = async (): Promise<void> => {
        running.tell("alive");
        expect(await running.line()).toBe("alive");
      };
      expect(await running.line()).toBe("ready");
      await isAlive();
      for (const to of [tcp, unix, tcp, unix]) {
        expect(await echoed(to)).toBe("hello");
        await isAlive();
      }
      running.finish();
      expect(await running.line()).toBe("closed");
      expect(await running.ended).toMatchObject({ status: 0 });
    },
  },
  {
    ...rule,
    id: "api/inherited/failed",
    title: "sockets that are handed over are as they were where listen has failed, and can be listened on again",
    verifies: ["INHERITED-1"],
    convicts:
      "a listen that fails halfway, for want of descriptors, has closed what it was given, or put another in its place",
    needs: ["python"],
    async play(setting) {
      const { running, tcp } = await handedOver(setting, "inherited-refused-program", DESCRIPTORS);
      expect(JSON.parse(await running.line())).toEqual({ code: "EINVAL", isSame: true });
      // What it takes to listen on a descriptor is the runtime's own affair, and may be nothing.
      for (let line = await running.line(); line !== "listening"; line = await running.line()) {
        expect(JSON.parse(line)).toEqual({ code: "EMFILE", isSame: true });
      }
      expect(await echoed(tcp)).toBe("hello");
      expect(await running.line()).toBe("closed");
      expect(await running.ended).toMatchObject({ status: 0 });
    },
  },
  {
    ...rule,
    id: "api/inherited/no-socket",
    title: "a descriptor that is no listening socket is EINVAL, and stays as it was",
    verifies: ["INHERITED-1"],
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
