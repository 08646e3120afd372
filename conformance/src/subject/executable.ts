import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { UsageError } from "../run/usage-error.ts";

export type RuntimeId = "node" | "bun" | "deno";
/** An older version of a runtime, which has to be asked for. */
export type OlderRuntimeId = (typeof olderRuntimes)[number];

/** 24 is held to every MUST as 26 is; 22 is measured, and what it lacks is declared. */
export const olderRuntimes = ["node@24", "node@22"] as const;

/** The older runtimes are a folder of their own in the repository; elsewhere the search ends at packages beside the suite. */
const besideRuntimes = new URL("../../../runtimes/package.json", import.meta.url);

/** Where the npm packages of each runtime keep their binary, in the order in which to look. */
const executables: Record<RuntimeId, readonly (readonly [name: string, file: string])[]> = {
  node: [
    [`node-${process.platform}-${process.arch}`, "bin/node"],
    [`node-bin-${process.platform}-${process.arch}`, "bin/node"],
  ],
  bun: [
    ["bun", "bin/bun.exe"],
    [`@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`, "bin/bun"],
  ],
  deno: [
    ["deno", "deno"],
    [`@deno/${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`, "deno"],
  ],
};

export interface Executable {
  readonly file: string;
  readonly version: string;
}

/** The binary of the first of these npm packages that is found from `beside`, and its version; `null` where none is installed. */
function installed(
  packages: readonly (readonly [name: string, file: string])[],
  beside: string | URL,
): Executable | null {
  const require = createRequire(beside);
  for (const [name, file] of packages) {
    let manifest: string;
    try {
      manifest = require.resolve(`${name}/package.json`);
    } catch {
      continue;
    }
    const path = join(dirname(manifest), file);
    // Packages that fetch their binary in an install script have none where scripts are off.
    if (existsSync(path) && isBinary(path))
      return { file: path, version: JSON.parse(readFileSync(manifest, "utf8")).version };
  }
  return null;
}

function isBinary(path: string): boolean {
  const start = new Uint8Array(2);
  const descriptor = openSync(path, "r");
  readSync(descriptor, start);
  closeSync(descriptor);
  return !(start[0] === 0x23 && start[1] === 0x21);
}

/**
 * The project's own binary of a runtime; else the one that runs this program; else the one of `PATH`. Found before anything
 * is started: a program that is not there must not look like one that failed.
 * @throws UsageError where there is none.
 */
export function executable(
  id: RuntimeId,
  beside: string | URL = import.meta.url,
  path: string = process.env["PATH"] ?? "",
): Executable {
  const found = installed(executables[id], beside);
  if (found !== null) return found;
  if (ownRuntime() === id) return { file: process.execPath, version: process.versions[id] ?? "" };
  const file = path
    .split(delimiter)
    .map((folder) => join(folder, id))
    .find(isProgram);
  if (file !== undefined) return { file, version: "" };
  throw new UsageError(
    `${id} is not installed, neither beside anysock nor in PATH: "npm install --global ${id}" installs it`,
  );
}

/** The runtime that runs this program. */
export function ownRuntime(): RuntimeId {
  if ("Bun" in globalThis) return "bun";
  return "Deno" in globalThis ? "deno" : "node";
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The binary of an older runtime. No other takes its place: a result is told under the version that was asked for.
 * @throws UsageError where it is not installed.
 */
export function olderExecutable(id: OlderRuntimeId, beside: URL = besideRuntimes): Executable {
  const name = id.replace("@", "");
  const found = installed([[name, "bin/node"]], beside);
  if (found !== null) return found;
  const [, major = ""] = id.split("@");
  throw new UsageError(
    `${id} is not installed: in a checkout of anysock run "npm run runtimes", elsewhere ` +
      `"npm install ${name}@npm:node-${process.platform}-${process.arch}@${major}"`,
  );
}
