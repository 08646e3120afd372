import type { SubjectId } from "@anysock/conformance";
import type { Transport } from "@anysock/protocol-spec";
import { Command } from "commander";
import { runtimeNames, someOf, subjectNames, transportNames } from "../arguments.ts";
import type { Finish } from "../program.ts";
import { addRunOptions, exitStatusHelp, type RunOptions } from "./run-options.ts";

/** What `anysock matrix` is told. */
export interface MatrixArguments extends RunOptions {
  readonly servers?: readonly SubjectId[];
  readonly clients?: readonly SubjectId[];
  readonly transports?: readonly Transport[];
}

export function matrixCommand(finish: Finish): Command {
  const list = "separated by commas; all if not given";
  const subjects = `of ${subjectNames.join(", ")}: separated by commas; ${runtimeNames.join(", ")} if not given`;
  const command = new Command("matrix")
    .summary("hold Node.js, Bun and Deno, as servers and as clients, against each other")
    .description(
      "Runs every case of the specification for every server with every client on every transport, each of them a real process in its own runtime, and prints a server x client table, then each failure explained.",
    )
    .option("--servers <names>", subjects, someOf(subjectNames))
    .option("--clients <names>", subjects, someOf(subjectNames))
    .option("--transports <names>", `of ${transportNames.join(", ")}: ${list}`, someOf(transportNames));
  return addRunOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  anysock matrix
  anysock matrix --servers bun --clients node,deno --transports tcp4
  anysock matrix --servers node@24 --clients node@24
  anysock matrix --only 'reset/**' --seed 7 --json matrix.json
${exitStatusHelp}`,
    )
    .action(async (options: MatrixArguments) => {
      const { runMatrix } = await import("../runs/matrix.ts");
      finish(await runMatrix(options));
    });
}
