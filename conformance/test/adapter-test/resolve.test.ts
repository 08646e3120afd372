import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resolveAdapter } from "../../src/adapter-test/resolve.ts";
import { ownRuntime } from "../../src/subject/executable.ts";

const folder = mkdtempSync(join(tmpdir(), "anysock-resolve-"));

beforeAll(() => {
  const named = join(folder, "node_modules/an-adapter");
  mkdirSync(named, { recursive: true });
  const manifest = {
    name: "an-adapter",
    version: "1.2.3",
    type: "module",
    engines: { deno: ">=2" },
    exports: { ".": { deno: "./for-deno.js", default: "./elsewhere.js" }, "./part": "./part.js" },
  };
  writeFileSync(join(named, "package.json"), JSON.stringify(manifest));
  for (const name of ["for-deno", "elsewhere", "part"]) writeFileSync(join(named, `${name}.js`), "");
  writeFileSync(join(folder, "alone.js"), "");
  const typed = { slip: '{ "name": ', empty: '{ "name": "empty", "engines": null, "version": 7 }', list: "null" };
  for (const [name, text] of Object.entries(typed)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "package.json"), text);
    writeFileSync(join(folder, name, "index.js"), "");
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function inPackage(file: string): string {
  return pathToFileURL(join(folder, "node_modules/an-adapter", file)).href;
}

describe("an adapter is found", () => {
  test("by its package's name, for the runtime that its engines name", () => {
    const found = resolveAdapter("an-adapter", undefined, folder);
    expect(found).toEqual({
      specifier: "an-adapter",
      url: inPackage("for-deno.js"),
      runtime: "deno",
      version: "1.2.3",
    });
  });

  test("for the runtime that was asked for, by the conditions of that one", () => {
    const found = resolveAdapter("an-adapter", "bun", folder);
    expect(found).toMatchObject({ url: inPackage("elsewhere.js"), runtime: "bun" });
  });

  test("by a subpath of its package", () => {
    expect(resolveAdapter("an-adapter/part", "node", folder).url).toBe(inPackage("part.js"));
  });

  test("by the folder of its package", () => {
    expect(resolveAdapter("./node_modules/an-adapter", "deno", folder).url).toBe(inPackage("for-deno.js"));
  });

  test.each(["./empty", "./empty/index.js", "./list"])(
    "by the folder or a module of %s, whose package.json says little",
    (typed) => {
      const url = pathToFileURL(join(folder, typed.replace(/\/index\.js$/, ""), "index.js")).href;
      expect(resolveAdapter(typed, undefined, folder)).toMatchObject({ url, runtime: ownRuntime(), version: "" });
    },
  );

  test("by the path of a module that is in no package, for the runtime that runs the command", () => {
    const url = pathToFileURL(join(folder, "alone.js")).href;
    expect(resolveAdapter("./alone.js", undefined, folder)).toMatchObject({ url, runtime: ownRuntime(), version: "" });
    expect(resolveAdapter("alone.js", undefined, folder).url).toBe(url);
  });
});

test.each([
  ["no-such-adapter", "Cannot find package 'no-such-adapter'"],
  ["./no-such-adapter.js", "there is no "],
  ["an-adapter/nothing", "'./nothing' is not"],
  ["./node_modules", "is a folder without a package.json"],
  ["node:net", "that is Node.js's own node:net, and no file"],
  ["fs", "that is Node.js's own node:fs, and no file"],
  ["https://example.com/a.js", "that is a URL, and no file"],
  ["data:text/javascript,1", "that is a URL, and no file"],
  ["file:///no%2Fwhere.js", "must not include encoded / characters"],
  ["file://elsewhere/a.js", "host"],
  ["./slip/index.js", "package.json cannot be read: "],
  ["./slip", "package.json cannot be read: "],
])("%s is refused in one line, which says what is accepted", (specifier, why) => {
  expect(() => resolveAdapter(specifier, undefined, folder)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(why), name: "UsageError" }),
  );
  expect(() => resolveAdapter(specifier, undefined, folder)).toThrow(/; accepted: a package that is installed in /);
});
