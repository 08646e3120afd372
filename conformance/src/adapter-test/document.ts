import { type Head, head, type RunFacts } from "../report/document.ts";
import { type Summary, summarize } from "../run/summary.ts";
import type { AdapterTest, AdapterTestOptions } from "./adapter-test.ts";
import type { AdapterResult } from "./result.ts";
import type { AdapterTransport } from "./transports.ts";

/** `adapter-1.json`: one adapter in one runtime. */
export interface AdapterReport extends Head {
  readonly report: "adapter";
  readonly subject: {
    readonly kind: "adapter";
    /** As it was typed. */
    readonly adapter: string;
    /** Of its package; empty where it is in none. */
    readonly version: string;
    /** What it says of itself; `null`: it was not asked any more. */
    readonly runtime: { readonly name: string; readonly version: string } | null;
    readonly supports: readonly string[];
  };
  /** None: all. */
  readonly transports: readonly AdapterTransport[];
  readonly results: readonly AdapterResult[];
  readonly summary: Summary;
}

export function adapterReport(
  run: RunFacts,
  { adapter, transports }: Pick<AdapterTestOptions, "adapter" | "transports">,
  { declared, results }: AdapterTest,
): AdapterReport {
  const { specifier, version } = adapter;
  const runtime = declared === null ? null : { name: declared.runtime.name, version: declared.runtime.version };
  return {
    ...head(run, "adapter"),
    subject: { kind: "adapter", adapter: specifier, version, runtime, supports: declared?.supports ?? [] },
    transports,
    results,
    summary: summarize(results),
  };
}
