/**
 * What every runtime makes of every option, as data: the rows from which its adapter's `supports` and `remedies` derive, and the
 * versions, and ways to run them, that are tested. It names runtimes and touches none.
 *
 * @module
 */
import * as bun from "@anysock/bun/option-rows";
import type { OptionColumn, OptionRow } from "@anysock/core";
import * as deno from "@anysock/deno/option-rows";
import * as node from "@anysock/node/option-rows";

export interface RuntimeOptions {
  readonly rows: readonly OptionRow[];
  readonly columns: readonly OptionColumn[];
}

export const runtimeOptions: readonly RuntimeOptions[] = [node, bun, deno].map(({ optionRows, optionColumns }) => ({
  rows: optionRows,
  columns: optionColumns,
}));
