import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { optionSupport } from "@anysock/core";
import { optionColumns, optionRows } from "@anysock/deno/option-rows";
import { describe, expect, test } from "vitest";
import { Program } from "./program.ts";

const options = new URL("./programs/options.ts", import.meta.url);
const always = ["--allow-net", "--allow-read", "--allow-write"];

/** What the columns are told apart by, as flags. */
const flags: Readonly<Record<string, readonly string[]>> = {
  "Deno 2.9.5": always,
  "Deno 2.9.5 --unstable-net": [...always, "--unstable-net"],
  "Deno 2.9.5 --allow-ffi": [...always, "--allow-ffi"],
  "Deno 2.9.5 --allow-all --unstable-net": ["--allow-all", "--unstable-net"],
};

interface Told {
  readonly supports: readonly string[];
  readonly outcomes: Readonly<Record<string, string>>;
  readonly ofDatagrams: Readonly<Record<string, string>>;
}

describe("the options of a Deno process", () => {
  async function told(given: readonly string[]): Promise<Told> {
    const folder = mkdtempSync(join(tmpdir(), "anysock-"));
    try {
      const program = new Program(options, { flags: given, args: [folder] });
      const line = await program.line();
      expect(await program.end()).toEqual({ code: 0, stderr: "" });
      return JSON.parse(line ?? "null") as Told;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test.each(optionColumns)("are what the table says of $name", async ({ name, has }) => {
    const { supports } = await told(flags[name] ?? []);
    const expected = optionSupport(optionRows, new Set(has));
    for (const capability of expected.supports) expect(supports).toContain(capability);
    for (const capability of Object.keys(expected.remedies)) expect(supports).not.toContain(capability);
  });

  test("that need FFI are ENOTSUP without it, and name the flag", async () => {
    const { outcomes } = await told(always);
    for (const outcome of Object.values(outcomes)) {
      expect(outcome).toContain("ENOTSUP");
      expect(outcome).toContain("--allow-ffi");
    }
  });

  test("of datagrams are ENOTSUP without the flag, and name it", async () => {
    const { ofDatagrams } = await told([...always, "--allow-ffi"]);
    for (const outcome of Object.values(ofDatagrams)) {
      expect(outcome).toContain("ENOTSUP");
      expect(outcome).toContain("--unstable-net");
      expect(outcome).not.toContain("--allow-ffi");
    }
  });

  test("of datagrams that need FFI are ENOTSUP without it, and name that flag alone", async () => {
    const { ofDatagrams } = await told([...always, "--unstable-net"]);
    for (const outcome of Object.values(ofDatagrams)) {
      expect(outcome).toContain("ENOTSUP");
      expect(outcome).toContain("--allow-ffi, on Linux with glibc");
      expect(outcome).not.toContain("--unstable-net");
    }
  });

  test("of datagrams have their effect with both flags", async () => {
    const { ofDatagrams } = await told([...always, "--unstable-net", "--allow-ffi"]);
    expect(new Set(Object.values(ofDatagrams))).toEqual(new Set(["effect"]));
  });

  test("have their effect with FFI and no other permission", async () => {
    const { outcomes } = await told([...always, "--allow-ffi"]);
    expect(new Set(Object.values(outcomes))).toEqual(new Set(["effect"]));
  });
});
