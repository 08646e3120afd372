import { expect as matchers, test } from "vitest";
import { expect } from "../src/expect.ts";

// Vitest's own copy may be the one of the cases, and matchers that are plugged in twice wrap what they have wrapped already.
test("what a promise rejects with is looked into also where Vitest has plugged in its matchers", async () => {
  const rejecting = async (): Promise<void> => {
    throw new Error("refused");
  };
  await expect(rejecting()).rejects.toThrow("refused");
  await matchers(rejecting()).rejects.toThrow("refused");
  await matchers(expect(rejecting()).rejects.toThrow("accepted")).rejects.toThrow("but got 'refused'");
});
