import { readFileSync } from "node:fs";
import { arch, availableParallelism, platform, release } from "node:os";
import process from "node:process";
import { ownRuntime } from "../subject/executable.ts";

/** Where a run took place. */
export interface Environment {
  readonly runtime: string;
  readonly platform: string;
  readonly kernel: string;
  readonly arch: string;
  readonly cores: number;
}

export function environment(): Environment {
  const runtime = ownRuntime();
  return {
    // Bun and Deno have a version of Node.js as well: the one whose API they have.
    runtime: `${runtime} ${process.versions[runtime]}`,
    platform: platform(),
    kernel: release(),
    arch: arch(),
    cores: availableParallelism(),
  };
}

/** The version of the suite, from its package. */
export function suiteVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
