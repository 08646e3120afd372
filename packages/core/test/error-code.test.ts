import { codeOf } from "@anysock/core";
import { expect, test } from "vitest";

test.each([
  [Object.assign(new Error("why"), { code: "EPIPE" }), "EPIPE"],
  [{ code: "EPIPE" }, "EPIPE"],
  [new Error("why"), undefined],
  [{ code: 32 }, undefined],
  ["EPIPE", undefined],
  [null, undefined],
  [undefined, undefined],
])("the code of %o is %s", (error, code) => expect(codeOf(error)).toBe(code));
