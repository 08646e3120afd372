import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { UsageError } from "../run/usage-error.ts";

export type RuntimeId = "node" | "bun" | "deno";
/** An older version of a runtime, which has to be asked for. */
export type OlderRuntimeId = "node@24" | "node@22" | "bun@1.3" | "deno@2.8";

/** Each is the npm package of the runtime's binary for one platform, under a name of its own (`runtimes/package.json`). */
const olderRuntimes: Readonly<Record<OlderRuntimeId, { runtime: RuntimeId; version: string; alias: string }>> = {
  "node@24": { runtime: "node", version: "24", alias: "node24" },
  "node@22": { runtime: "node", version: "22", alias: "node22" },
  "bun@1.3": { runtime: "bun", version: "1.3", alias: "bun13" },
  "deno@2.8": { runtime: "deno", version: "2.8", alias: "deno28" },
};

/** The older runtimes are a folder of their own in the repository; elsewhere the search ends at packages beside the suite. */
const besideRuntimes = new URL("../../../runtimes/package.json", import.meta.url);

/** The npm package that is the binary for this platform, and where in it that is. */
const platformPackages: Record<RuntimeId, readonly [name: string, file: string]> = {
  node: [`node-${process.platform}-${process.arch}`, "bin/node"],
  bun: [`@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`, "bin/bun"],
  deno: [`@deno/${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`, "deno"],
};

/** Where the npm packages of each runtime keep their binary, in the order in which to look. */
const executables: Record<RuntimeId, readonly (readonly [name: string, file: string])[]> = {
  node: [platformPackages.node, [`node-bin-${process.platform}-${process.arch}`, "bin/node"]],
  bun: [["bun", "bin/bun.exe"], platformPackages.bun],
  deno: [["deno", "deno"], platformPackages.deno],
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
  const { runtime, version, alias } = olderRuntimes[id];
  const [name, file] = platformPackages[runtime];
  // Two packages cannot have one name: those for other processors than x64 have theirs at the end.
  const found = installed(
    [alias, `${alias}-${process.arch}`].map((one) => [one, file]),
    beside,
  );
  if (found !== null) return found;
  throw new UsageError(
    `${id} is not installed: in a checkout of anysock run "npm run runtimes", elsewhere ` +
      `"npm install ${alias}@npm:${name}@${version}"`,
  );
}
