import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../src/run/usage-error.ts";
import { executable, olderExecutable } from "../../src/subject/executable.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "runtimes-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const beside = (): URL => pathToFileURL(join(folder, "package.json"));

/** The package of a runtime, with a file that starts like this in place of its binary. */
function install(name: string, version: string, start: string, binary = "bin/node"): string {
  const file = join(folder, "node_modules", name, binary);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify({ version }));
  writeFileSync(file, start);
  return file;
}

test.each([
  ["node@24", "node24@npm:node-[a-z0-9]+-[a-z0-9]+@24"],
  ["node@22", "node22@npm:node-[a-z0-9]+-[a-z0-9]+@22"],
  ["bun@1.3", "bun13@npm:@oven/bun-[a-z0-9]+-[a-z0-9]+@1.3"],
  ["deno@2.8", "deno28@npm:@deno/[a-z0-9]+-[a-z0-9]+(-glibc)?@2.8"],
] as const)("%s that is not installed is refused with what installs it", (id, named) => {
  const ask = (): unknown => olderExecutable(id, beside());
  expect(ask).toThrow(UsageError);
  expect(ask).toThrow(`${id} is not installed: in a checkout of anysock run "npm run runtimes", elsewhere `);
  expect(ask).toThrow(new RegExp(`elsewhere "npm install ${named}"$`));
});

test("an older runtime is the binary of the package with its name, at that package's version", () => {
  const file = install("node24", "24.21.0", "\u007fELF");
  expect(olderExecutable("node@24", beside())).toEqual({ file, version: "24.21.0" });
});

test.each([
  ["bun@1.3", "bun13", "bin/bun"],
  ["deno@2.8", "deno28", "deno"],
] as const)("the binary of %s is where its package %s has it: %s", (id, name, binary) => {
  const file = install(name, "1.2.3", "\u007fELF", binary);
  expect(olderExecutable(id, beside())).toEqual({ file, version: "1.2.3" });
});

test("the package for another processor than x64 is found by the name that says so", () => {
  const file = install(`node22-${process.arch}`, "22.23.3", "\u007fELF");
  expect(olderExecutable("node@22", beside())).toEqual({ file, version: "22.23.3" });
  rmSync(join(folder, "node_modules", `node22-${process.arch}`), { recursive: true });
});

test("a script in place of the binary is no runtime", () => {
  install("node22", "22.23.3", "#!/bin/sh\n");
  expect(() => olderExecutable("node@22", beside())).toThrow("node@22 is not installed");
});

test.each(["bun", "deno"] as const)(
  "%s that is neither installed nor in PATH is refused with what installs it",
  (id) => {
    const ask = (): unknown => executable(id, beside(), `/nowhere:${folder}`);
    expect(ask).toThrow(UsageError);
    expect(ask).toThrow(`${id} is not installed, neither beside anysock nor in PATH: "npm install --global ${id}"`);
  },
);

test("a runtime in PATH is a file that can be run, and nothing else of that name", () => {
  const [first, second, third] = ["first", "second", "third"].map((name) => join(folder, name, "deno"));
  if (first === undefined || second === undefined || third === undefined) throw new Error("three are expected");
  mkdirSync(first, { recursive: true });
  for (const [file, mode] of [
    [second, 0o644],
    [third, 0o755],
  ] as const) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "", { mode });
  }
  const path = [first, second, third].map((file) => dirname(file)).join(delimiter);
  expect(executable("deno", beside(), path)).toEqual({ file: third, version: "" });
});
