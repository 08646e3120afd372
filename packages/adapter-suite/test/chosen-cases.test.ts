import { describe, expect, test } from "vitest";
import { apiCases } from "../src/catalogue.ts";
import { chosenCases } from "../src/chosen-cases.ts";

describe("of the cases", () => {
  test("an id chooses one, and how ids begin all of those", () => {
    expect(chosenCases(["api/close/twice"]).map(({ id }) => id)).toEqual(["api/close/twice"]);
    const closing = apiCases.filter(({ id }) => id.startsWith("api/close/"));
    expect(chosenCases(["api/close"])).toEqual(closing);
    expect(chosenCases(["api/close", "api/close/twice"])).toEqual(closing);
  });

  test.each(["api/close/twise", "api/clos", "CLOSE-1", ""])("%j is refused, with what comes near", (typed) => {
    expect(() => chosenCases(["api/read", typed])).toThrow(`only: ${JSON.stringify(typed)} is no case`);
    expect(() => chosenCases([typed])).toThrow(/; near: api\/\S+, api\/\S+, api\/\S+$/);
  });

  test("a slip of the pen is answered with what was meant", () => {
    expect(() => chosenCases(["api/close/twise"])).toThrow(/near: api\/close\/twice/);
  });
});
