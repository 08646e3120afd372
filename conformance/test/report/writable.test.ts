import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { whyNotWritable } from "../../src/report/writable.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "anysock-writable-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("a report may be written through links to a file that is not there yet, and neither is touched by asking", () => {
  const at = folder();
  mkdirSync(join(at, "reports"));
  symlinkSync("reports/latest", join(at, "link"));
  symlinkSync("today.json", join(at, "reports", "latest"));
  expect(whyNotWritable(join(at, "link"))).toBe(null);
  expect(readdirSync(join(at, "reports"))).toEqual(["latest"]);
  expect(lstatSync(join(at, "link")).isSymbolicLink()).toBe(true);
  writeFileSync(join(at, "link"), "{}");
  expect(readdirSync(join(at, "reports"))).toEqual(["latest", "today.json"]);
});

test("a link into a folder that is not there is refused", () => {
  const at = folder();
  symlinkSync("nowhere/report.json", join(at, "link"));
  expect(whyNotWritable(join(at, "link"))).toMatch(/^cannot be written \(ENOENT/);
});

test("a link to itself is refused", () => {
  const at = folder();
  symlinkSync("link", join(at, "link"));
  expect(whyNotWritable(join(at, "link"))).toMatch(/^cannot be written \(ELOOP/);
});
