import { expect, test } from "vitest";
import { failureOf } from "../src/failure.ts";

/** As gai_strerror(3) says it, behind Deno's own words. */
const own = (reason: string): Error => new Error(`failed to lookup address information: ${reason}`);

test.each([
  ["EAGAIN", "no name server gives an answer", { code: "EAI_AGAIN" }],
  ["EAGAIN", "no name server gives an answer", own("Temporary failure in name resolution")],
  ["ENOTFOUND", "the name server fails", { code: "EAI_FAIL" }],
  ["ENOTFOUND", "the name server fails", own("Non-recoverable failure in name resolution")],
  ["ENOTFOUND", undefined, { code: "ENOTFOUND" }],
  ["ENOTFOUND", undefined, own("Name or service not known")],
])("a look-up that fails is %s (%s) where Deno says %j", (code, detail, said) => {
  const failure = failureOf(said);
  expect(failure).toMatchObject({ code, cause: said });
  expect(failure.detail?.slice(0, detail?.length)).toBe(detail);
});
