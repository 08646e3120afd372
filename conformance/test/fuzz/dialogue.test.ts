import { expect, test } from "vitest";
import type { Answer } from "../../src/fuzz/answers.ts";
import { Dialogue } from "../../src/fuzz/dialogue.ts";
import type { Pending } from "../../src/fuzz/state.ts";

const op = { id: 1, side: "ours", op: "read" } as Pending;
const setup = { patience: 1_000, tell: () => "told", expect: () => "expected", quiet: async () => null };

test("a fault that is shown while all comes to rest is kept", async () => {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const judge = { asked: () => {}, answered: () => false, due: [], rest: () => {} };
  const quiet = async (): Promise<null> => {
    resolve({ code: null });
    await promise.then(() => {}).then(() => {});
    return null;
  };
  const dialogue = new Dialogue<Pending, Answer>({ ...setup, judge, quiet });
  dialogue.ask(op, "read", () => promise);
  await dialogue.rest();
  expect(dialogue.fault).toEqual({ actual: "read: told", expected: "expected" });
});

test("a model that waits for what has answered is an error, not a wait for ever", async () => {
  const judge = { asked: () => {}, answered: () => true, due: [1], rest: () => {} };
  const dialogue = new Dialogue<Pending, Answer>({ ...setup, judge });
  await expect(dialogue.rest()).rejects.toThrow("the model waits for operation 1, which has answered");
});

test("a model that fails at an answer fails the schedule, and not the program", async () => {
  const answered = (): boolean => {
    throw new Error("too many states");
  };
  const judge = { asked: () => {}, answered, due: [], rest: () => {} };
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const quiet = async (): Promise<null> => {
    resolve({ code: null });
    await promise.then(() => {}).then(() => {});
    return null;
  };
  const dialogue = new Dialogue<Pending, Answer>({ ...setup, judge, quiet });
  dialogue.ask(op, "read", () => promise);
  await expect(dialogue.rest()).rejects.toThrow("too many states");
});
