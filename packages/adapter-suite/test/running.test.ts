import { expect, test } from "vitest";
import { Running } from "../src/running.ts";

/** Says something on stderr, and ends with 1. */
function failing(said: string): Running {
  return new Running(["sh", "-c", 'printf %s "$1" >&2; exit 1', "sh", said]);
}

test.each([
  [
    "40469\nfile:///a.ts:6\n  inherited()\n  ^\n\nTypeError: inherited is not a function\n    at a.ts:6\n\nNode.js v26",
    "TypeError: inherited is not a function",
  ],
  ["error: Uncaught (in promise) TypeError: no\n    at a.ts", "error: Uncaught (in promise) TypeError: no"],
  ["x\nTypeError [ERR_X]: no\n    at x", "TypeError [ERR_X]: no"],
  ["something\nsh: 1: nothing: not found\n", "sh: 1: nothing: not found"],
  ["", "it said nothing"],
])("a process that ends too early is told of by its reason first: %j", async (said, reason) => {
  const running = failing(said);
  const error: unknown = await running.line().catch((failure: unknown) => failure);
  expect((error as Error).message.split(" (status 1 of sh -c ")[0]).toBe(reason);
  expect((error as Error).message).toMatch(new RegExp(`\\)\n${said === "" ? "$" : ""}`));
});
