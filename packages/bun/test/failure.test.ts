import { expect, test } from "vitest";
import { failureOf } from "../src/failure.ts";

test.each([
  ["EAGAIN", "no name server gives an answer", { code: "DNS_EAI_AGAIN" }],
  ["ENOTFOUND", "the name server fails", { code: "DNS_EAI_FAIL" }],
  ["ENOTFOUND", undefined, { code: "DNS_ENOTFOUND" }],
])("a look-up that fails is %s (%s) where the runtime says %j", (code, detail, said) => {
  const failure = failureOf(said);
  expect(failure).toMatchObject({ code, cause: said });
  expect(failure.detail?.slice(0, detail?.length)).toBe(detail);
});
