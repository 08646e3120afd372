import { expect, test } from "vitest";
import { Inapplicable, Mismatch } from "../src/case.ts";
import { undeclaredOption } from "../src/cases/listen/undeclared-option.ts";
import { type Actor, ActorError, type Stage } from "../src/stage.ts";

/** An end that declares all but these, and refuses them or not. */
function stageWith(undeclared: readonly string[], refuses: boolean): Stage {
  const server: Partial<Actor> = {
    has: (capability) => !undeclared.includes(capability),
    listen: async () => {
      if (refuses) throw new ActorError("ENOTSUP", "not here");
      return { address: "tcp://[::1]:1", accept: () => Promise.reject(new Error("nobody")), close: async () => {} };
    },
  };
  const stage: Partial<Stage> = {
    transport: "tcp6",
    server: server as Actor,
    freshAddress: () => "tcp://[::1]:0",
  };
  return stage as Stage;
}

test("who declares every option was not asked for one that it does without, and has not passed by that", async () => {
  await expect(undeclaredOption.play(stageWith([], true))).rejects.toThrow(Inapplicable);
  await undeclaredOption.play(stageWith(["option:ipv6Only"], true));
  await expect(undeclaredOption.play(stageWith(["option:ipv6Only"], false))).rejects.toThrow(Mismatch);
});
