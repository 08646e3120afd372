import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../src/run/usage-error.ts";
import { executable, olderExecutable, olderRuntimes } from "../../src/subject/executable.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "runtimes-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const beside = (): URL => pathToFileURL(join(folder, "package.json"));

/** The package of a runtime, with a file that starts like this in place of its binary. */
function install(name: string, version: string, start: string): string {
  const file = join(folder, "node_modules", name, "bin/node");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify({ version }));
  writeFileSync(file, start);
  return file;
}

test.each(olderRuntimes)("%s that is not installed is refused with what installs it", (id) => {
  const ask = (): unknown => olderExecutable(id, beside());
  const [, major] = id.split("@");
  expect(ask).toThrow(UsageError);
  expect(ask).toThrow(
    `${id} is not installed: in a checkout of anysock run "npm run runtimes", elsewhere "npm install `,
  );
  expect(ask).toThrow(new RegExp(`"npm install node${major}@npm:node-[a-z0-9-]+@${major}"$`));
});

test("an older runtime is the binary of the package with its name, at that package's version", () => {
  const file = install("node24", "24.21.0", "\u007fELF");
  expect(olderExecutable("node@24", beside())).toEqual({ file, version: "24.21.0" });
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
