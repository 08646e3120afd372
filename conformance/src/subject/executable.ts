import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";

const require = createRequire(import.meta.url);

export type RuntimeId = "node" | "bun" | "deno";

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

/** The binary of an npm package that stands beside the suite and its version; `null` where none is installed. */
function installed(id: RuntimeId): { file: string; version: string } | null {
  for (const [name, file] of executables[id]) {
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

/** The project's own binary of a runtime; else the one that runs this program; else the one of `PATH`. */
export function executable(id: RuntimeId): { readonly file: string; readonly version: string } {
  const found = installed(id);
  if (found !== null) return found;
  const running = "Bun" in globalThis ? "bun" : "Deno" in globalThis ? "deno" : "node";
  if (running === id) return { file: process.execPath, version: process.versions[id] ?? "" };
  return { file: id, version: "" };
}
