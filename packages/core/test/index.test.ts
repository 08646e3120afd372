import { readFileSync } from "node:fs";
import { errorTable, isSocketErrorCode, type SocketErrorCode } from "@anysock/core";
import { describe, expect, test } from "vitest";

const source = readFileSync(new URL("../src/index.ts", import.meta.url), "utf8");

/** The codes that a piece of the page has between backticks. */
function codesIn(text: string): string[] {
  return [...text.matchAll(/`(E[A-Z]+)`/g)].map(([, code]) => code ?? "");
}

/** What a method says that it throws. */
function thrownBy(method: string): string[] {
  const end = source.indexOf(`\n  ${method}(`);
  return codesIn(source.slice(source.lastIndexOf("@throws", end), end));
}

describe("the page of the API", () => {
  test("names only codes of the table", () => {
    expect(codesIn(source).filter((code) => !isSocketErrorCode(code))).toEqual([]);
  });

  // Those that end a connection come up in whatever is done with it, and are told once, by the table.
  test("says of every other code where it can come up", () => {
    const named = new Set(codesIn(source));
    const others = (Object.keys(errorTable) as SocketErrorCode[]).filter((code) => !errorTable[code].final);
    expect(others.filter((code) => !named.has(code))).toEqual([]);
  });

  test.each(["read", "closeWrite", "set"])("does not repeat for %s what the table says of all", (method) => {
    expect(thrownBy(method).filter((code) => isSocketErrorCode(code) && errorTable[code].final)).toEqual([]);
  });

  test.each(["connect", "listen"])("says of %s what every system can refuse", (method) => {
    expect(thrownBy(method)).toEqual(
      expect.arrayContaining(["EACCES", "EPERM", "ENOENT", "ENOTDIR", "ENAMETOOLONG", "ENOTFOUND", "EAGAIN", "EMFILE"]),
    );
  });
});
