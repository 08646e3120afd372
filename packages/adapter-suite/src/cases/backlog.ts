import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { queueOf } from "../listener-queue.ts";
import { socketError } from "../socket-error.ts";

/** The length of the kernel's queue, on every transport; a runtime may have it on TCP alone. */
export const backlogCases: readonly StreamCase[] = [3, 100].map((backlog) => ({
  id: `api/backlog/${backlog}`,
  title: `a backlog of ${backlog} is what the kernel has, or ENOTSUP`,
  verifies: ["LISTEN-13"],
  convicts: "backlog is ignored, on one of the transports",
  over: "streams",
  needs: ["ss"],
  async play(setting) {
    const listening = setting.listen({ backlog });
    if (setting.isTcp && setting.supports("option:backlog")) await listening;
    const answer = await listening.then(
      ({ address }) => queueOf(address).backlog,
      (error: unknown) => error,
    );
    expect(answer).toEqual(expect.toBeOneOf([backlog, expect.objectContaining(socketError("ENOTSUP"))]));
  },
}));
