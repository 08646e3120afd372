import { ActorError, Inapplicable, Mismatch } from "@anysock/protocol-spec";
import { expect, test } from "vitest";
import { type Cast, judgeError } from "../../src/run/judge.ts";
import { caseOf } from "./cases.ts";

const cast: Cast = { isTrusted: () => false, undeclared: null };

function judged(error: Error): unknown {
  return judgeError(error, caseOf("a"), cast);
}

test("an operation that ran out of patience has stalled, whatever the words of the failure", () => {
  const late = new ActorError("ETIMEDOUT", "nothing came");
  expect(judged(new Mismatch("an answer", "silence", { cause: late }))).toMatchObject({ stalled: true });
  expect(judged(late)).toMatchObject({ stalled: true });
});

test("words that mention ETIMEDOUT are no standstill", () => {
  expect(judged(new Mismatch("ETIMEDOUT", "ETIMEDOUT was not said"))).not.toHaveProperty("stalled");
  const reset = new ActorError("ECONNRESET", "reset, not ETIMEDOUT");
  expect(judged(new Mismatch("an answer", "ETIMEDOUT?", { cause: reset }))).not.toHaveProperty("stalled");
  expect(judged(reset)).not.toHaveProperty("stalled");
});

test("what does not exist here counts against nobody, and the reason is told", () => {
  expect(judged(new Inapplicable("there is none"))).toEqual({ kind: "unsupported", reason: "there is none" });
});
