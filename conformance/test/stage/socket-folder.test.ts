import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { UsageError } from "../../src/run/usage-error.ts";
import { makeSocketFolder } from "../../src/stage/socket-folder.ts";

let base: string;
beforeAll(() => {
  base = mkdtempSync("/tmp/base-");
});
afterAll(() => rmSync(base, { recursive: true }));

/** A folder that is there, with a name of so many bytes. */
function folderOf(bytes: number): string {
  const folder = join(base, "x".repeat(bytes - base.length - 1));
  mkdirSync(folder, { recursive: true });
  return folder;
}

function made(...candidates: readonly string[]): string {
  const folder = makeSocketFolder(candidates);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("the folder for temporary files is taken where a socket's path fits below it, up to the last byte", async () => {
  const folder = made(folderOf(67), base);
  expect(dirname(folder)).toBe(folderOf(67));
  const server = createServer();
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(join(folder, "x".repeat(24)), resolve),
  );
  await new Promise((resolve) => server.close(resolve));
});

test("another one is taken where its name is too long, or where it is not there", () => {
  expect(dirname(made(folderOf(68), base))).toBe(base);
  expect(dirname(made(join(base, "nowhere"), base))).toBe(base);
});

test("where there is none, one line says why, and what to do", () => {
  const ask = (): unknown => makeSocketFolder([folderOf(90), join(base, "nowhere")]);
  expect(ask).toThrow(UsageError);
  expect(ask).toThrow(/^no folder for Unix sockets: \S+ has 90 bytes, and at most 67 [^;]*; ENOENT[^;]*; set TMPDIR /);
});
