import type { Transport } from "@anysock/protocol-spec";
import { Command } from "commander";
import { type RuntimeName, runtimeNames, someOf, transportNames } from "../arguments.ts";
import type { Finish } from "../program.ts";
import { addRunOptions, exitStatusHelp, type RunOptions } from "./run-options.ts";

/** What `anysock matrix` is told. */
export interface MatrixArguments extends RunOptions {
  readonly servers?: readonly RuntimeName[];
  readonly clients?: readonly RuntimeName[];
  readonly transports?: readonly Transport[];
}

export function matrixCommand(finish: Finish): Command {
  const list = "separated by commas; all if not given";
  const command = new Command("matrix")
    .summary("hold Node.js, Bun and Deno, as servers and as clients, against each other")
    .description(
      "Runs every case of the specification for every server with every client on every transport, each of them a real process in its own runtime, and prints a server x client table, then each failure explained.",
    )
    .option("--servers <names>", `of ${runtimeNames.join(", ")}: ${list}`, someOf(runtimeNames))
    .option("--clients <names>", `of ${runtimeNames.join(", ")}: ${list}`, someOf(runtimeNames))
    .option("--transports <names>", `of ${transportNames.join(", ")}: ${list}`, someOf(transportNames));
  return addRunOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  anysock matrix
  anysock matrix --servers bun --clients node,deno --transports tcp4
  anysock matrix --only 'reset/**' --seed 7 --json matrix.json
${exitStatusHelp}`,
    )
    .action(async (options: MatrixArguments) => {
      const { runMatrix } = await import("../runs/matrix.ts");
      finish(await runMatrix(options));
    });
}
