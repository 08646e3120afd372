import { readFileSync } from "node:fs";
import { arch, availableParallelism, platform, release } from "node:os";
import process from "node:process";

/** Where a run took place. */
export interface Environment {
  readonly runtime: string;
  readonly platform: string;
  readonly kernel: string;
  readonly arch: string;
  readonly cores: number;
}

export function environment(): Environment {
  return {
    runtime: `node ${process.versions.node}`,
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
