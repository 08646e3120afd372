import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createCommand, parseArguments } from "../src/arguments.ts";
import { rows } from "../src/rows.ts";
import { bench } from "./command.ts";

const refused: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [["--runtime", "node,python"], /--runtime.*node, bun, deno/],
  [["--row", "ping-pong"], /--row.*ping-pong-1x64B/],
  [["--rounds", "4"], /--rounds.*from 5 to 99/],
  [["--rounds", "5.5"], /--rounds.*from 5 to 99/],
  [["--seconds", "0"], /--seconds.*from 0\.1 to 60/],
  [["--seconds", "1e9"], /--seconds.*from 0\.1 to 60/],
  [["--json", "/no/such/folder/bench.json"], /--json.*cannot be written/],
  [["--markdown", "/"], /--markdown.*it is a folder/],
  [
    ["--list", "--markdown", fileURLToPath(import.meta.url)],
    /--markdown.*It would be replaced: it has no place for the tables/,
  ],
  [["--json", "-", "--markdown", "-"], /cannot share stdout/],
  [["node"], /nothing is expected/],
  [["--fast"], /unknown option '--fast'/],
];

test.for(refused)("%j is refused in one line, with status 2", { timeout: 30_000 }, async ([args, says]) => {
  const { status, stdout, stderr } = await bench(...args);
  expect(stderr).toMatch(says);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});

test("--list names every row, and --help every option", { timeout: 30_000 }, async () => {
  const [list, help] = await Promise.all([bench("--list"), bench("--help")]);
  for (const { id } of rows) expect(list.stdout).toContain(id);
  for (const option of ["--runtime", "--row", "--rounds", "--seconds", "--json", "--markdown", "--list"]) {
    expect(help.stdout).toContain(option);
  }
  expect([list.status, help.status]).toEqual([0, 0]);
});

test("a row or a runtime that is asked for in two options is measured with the other", () => {
  const args = ["--row", "bulk-16", "--runtime", "deno", "--row", "bulk-1,bulk-16", "--runtime", "node"];
  expect(parseArguments(createCommand(), args)).toMatchObject({
    row: ["bulk-1", "bulk-16"],
    runtime: ["node", "deno"],
  });
});
