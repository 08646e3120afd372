import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { moduleResolve } from "import-meta-resolve";
import { UsageError } from "../run/usage-error.ts";
import { ownRuntime, type RuntimeId } from "../subject/executable.ts";

/** A package's manifest, as far as it matters here. */
interface Manifest {
  readonly name: string | undefined;
  readonly version: string;
  readonly engines: object;
  readonly exports: unknown;
  readonly main: string;
}

/** An adapter that somebody named: a package, or a module by its path. */
export interface ResolvedAdapter {
  /** As it was typed. */
  readonly specifier: string;
  /** Of the module that is imported. */
  readonly url: string;
  /** The runtime that its package's `engines` name, where they name exactly one; else the one that runs the command. */
  readonly runtime: RuntimeId;
  /** Of its package; empty where it is in none. */
  readonly version: string;
}

const runtimes: readonly RuntimeId[] = ["node", "bun", "deno"];

/**
 * Finds an adapter as an import in the current directory would. `asked` is the runtime that somebody chose.
 * @throws UsageError where there is none.
 */
export function resolveAdapter(specifier: string, asked: RuntimeId | undefined, folder: string): ResolvedAdapter {
  try {
    return find(specifier, asked, folder);
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0]?.replace(/ imported from .*/, "") : String(error);
    throw new UsageError(
      `${specifier}: ${why}; accepted: a package that is installed in ${folder}, as @anysock/node, or the path of a module or a package, as ./adapter.js`,
    );
  }
}

function find(specifier: string, asked: RuntimeId | undefined, folder: string): ResolvedAdapter {
  const first = asked ?? ownRuntime();
  const found = urlOf(specifier, first, folder);
  const { engines = {}, version = "" } = manifestAbove(found) ?? {};
  const named = runtimes.filter((runtime) => runtime in engines);
  const runtime = asked ?? (named.length === 1 && named[0] !== undefined ? named[0] : first);
  // The conditions of `exports` may lead to another module for another runtime.
  const url = runtime === first ? found : urlOf(specifier, runtime, folder);
  return { specifier, url: url.href, runtime, version };
}

function urlOf(specifier: string, runtime: RuntimeId, folder: string): URL {
  const isPath = /^(\.{0,2}\/|\.{1,2}$|file:)/.test(specifier) || existsSync(resolve(folder, specifier));
  const conditions = new Set(["import", "default", "module-sync", "node", runtime, ...sourceCondition]);
  // Deno and Bun read Node's condition as well, behind their own.
  const parent = pathToFileURL(join(folder, "anysock.js"));
  if (!isPath) {
    const url = moduleResolve(specifier, parent, conditions, true);
    if (url.protocol === "file:") return url;
    throw new Error(`that is ${url.protocol === "node:" ? `Node.js's own ${url.href}` : "a URL"}, and no file`);
  }
  const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolve(folder, specifier);
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  if (!statSync(path).isDirectory()) return pathToFileURL(path);
  return entryOf(path, conditions);
}

/** The project's own packages are read as this file is: as sources, or as they are built. */
const sourceCondition: readonly string[] = import.meta.url.endsWith(".ts") ? ["@anysock/source"] : [];

/** What a package in a folder exports, asked for by its own name. */
function entryOf(path: string, conditions: Set<string>): URL {
  const manifest = readManifest(join(path, "package.json"));
  if (manifest === undefined) throw new Error(`${path} is a folder without a package.json`);
  if (manifest.exports !== undefined && manifest.name !== undefined) {
    return moduleResolve(manifest.name, pathToFileURL(join(path, "anysock.js")), conditions, true);
  }
  const main = join(path, manifest.main);
  if (!existsSync(main)) throw new Error(`${path} exports nothing, and there is no ${main}`);
  return pathToFileURL(main);
}

function manifestAbove(url: URL): Manifest | undefined {
  for (let folder = dirname(fileURLToPath(url)); ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, "package.json"));
    if (manifest?.name !== undefined || folder === dirname(folder)) return manifest;
  }
}

function readManifest(file: string): Manifest | undefined {
  if (!existsSync(file)) return undefined;
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
  // Somebody has typed it: whatever is not what it should be is as if it were not there.
  const { name, version, engines, exports, main } = isObject(read) ? read : {};
  return {
    name: typeof name === "string" ? name : undefined,
    version: typeof version === "string" ? version : "",
    engines: isObject(engines) ? engines : {},
    exports,
    main: typeof main === "string" ? main : "index.js",
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
