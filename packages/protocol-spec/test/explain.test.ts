import { expect, test } from "vitest";
import { cases, explain, requirements } from "../src/index.ts";

test("a requirement is explained by its clause, its source and its cases", () => {
  const text = explain("HALFCLOSE-1") ?? "";
  expect(text).toContain("HALFCLOSE-1 (MUST)");
  expect(text).toContain("After the caller's FIN everything that was received before it is still sent back.");
  expect(text).toContain("RFC 862, TCP, sentence 3");
  expect(text).toContain("half-close/large");
});

test("a case is explained by its title, what it judges, what it convicts and its requirements", () => {
  const text = explain("half-close/large") ?? "";
  expect(text).toContain("half-close/large (MUST)");
  expect(text).toContain("a service: echo");
  expect(text).toContain("HALFCLOSE-1: After the caller's FIN");
  expect(text).toContain("depends on  half-close/one-byte, echo/sizes/beyond-1-MiB");
});

test("every id is explained, in lines without a blank at their end", () => {
  for (const { id } of [...requirements, ...cases]) expect(explain(id), id).not.toMatch(/undefined|[ \t]$/m);
});

test("what is neither a requirement nor a case is not explained", () => {
  expect(explain("ECHO-TCP-999")).toBeNull();
  expect(explain("toString")).toBeNull();
});

test("the beginning of case ids explains each of them, and lists them where they are many", () => {
  expect(explain("write/bulk")).toBe(`${explain("write/bulk/client")}\n\n${explain("write/bulk/server")}`);
  const listed = explain("half-close")?.split("\n") ?? [];
  expect(listed.map((line) => line.split(" ")[0])).toEqual(
    cases.map(({ id }) => id).filter((id) => id.startsWith("half-close/")),
  );
  expect(explain("half-close/")).toBe(explain("half-close"));
  expect(explain("half")).toBeNull();
  expect(explain("")).toBeNull();
});
