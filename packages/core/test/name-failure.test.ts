import { nameFailure } from "@anysock/core";
import { expect, test } from "vitest";

test("a name server that does not answer is told apart from a name without an address", () => {
  expect(nameFailure("EAI_AGAIN", "the cause")).toMatchObject({ code: "EAGAIN", cause: "the cause" });
  expect(nameFailure("EAI_AGAIN", null)?.detail).toContain("no name server gives an answer");
  expect(nameFailure("EAI_FAIL", null)).toMatchObject({ code: "ENOTFOUND" });
  expect(nameFailure("EAI_FAIL", null)?.detail).toContain("the name server fails");
  for (const code of ["EAI_NODATA", "EAI_NONAME"]) {
    expect(nameFailure(code, null)).toMatchObject({ code: "ENOTFOUND", detail: undefined });
  }
});

test("what is no failure of a look-up is left to the driver", () => {
  for (const code of ["ECONNREFUSED", "EAGAIN", undefined]) expect(nameFailure(code, null)).toBe(undefined);
});
