import { type SubjectId, subjectIds, subjects, UsageError } from "@anysock/conformance/start";
import type { Transport } from "@anysock/protocol-spec";
import { Command, Option } from "commander";
import { fuzzPath, integer, runtimeNames, someOf, transportNames } from "../arguments.ts";
import type { Finish } from "../program.ts";
import { addRunOptions, exitStatusHelp, type RunOptions } from "./run-options.ts";

/** What `anysock matrix` is told. */
export interface MatrixArguments extends RunOptions {
  readonly servers?: readonly SubjectId[];
  readonly clients?: readonly SubjectId[];
  readonly transports?: readonly Transport[];
  /** What is only measured otherwise is held to every MUST, too. */
  readonly gate?: true;
  /** How many schedules are drawn, in place of the cases. */
  readonly fuzz?: number;
  readonly fuzzPath?: string;
}

const measured = subjectIds.filter((id) => !subjects[id].isGate);

export function matrixCommand(finish: Finish): Command {
  const list = "separated by commas; all if not given";
  const names = `of ${subjectIds.join(", ")}: separated by commas; ${runtimeNames.join(", ")} if not given`;
  const command = new Command("matrix")
    .summary("hold Node.js, Bun and Deno, as servers and as clients, against each other")
    .description(
      "Runs every case of the specification for every server with every client on every transport, each of them a real process in its own runtime, and prints a server x client table, then each failure explained.",
    )
    .option("--servers <names>", names, someOf(subjectIds))
    .option("--clients <names>", names, someOf(subjectIds))
    .option("--transports <names>", `of ${transportNames.join(", ")}: ${list}`, someOf(transportNames))
    .option("--gate", "hold what is only measured to every MUST, too: what it violates gives status 1")
    .addOption(
      new Option(
        "--fuzz <n>",
        "in place of the cases: play <n> schedules of operations on streams and on datagrams, drawn with the seed, on every runtime that is named, and compare",
      )
        .argParser(integer(1, 1_000_000))
        .conflicts(["only", "list", "gate"]),
    )
    .addOption(
      new Option(
        "--fuzz-path <path>",
        "with --fuzz: play this one of the seed alone, as a counterexample names it",
      ).argParser(fuzzPath),
    );
  return addRunOptions(command)
    .addHelpText(
      "after",
      `
Measured only: ${measured.join(", ")}.
What a server or a client of these violates is told, and gives status 1 with
--gate only. node-on-bun and node-on-deno are the adapter of Node.js on the
node:net of Bun and of Deno. In a checkout "npm run runtimes" installs those
with a version in their name.

Examples:
  anysock matrix
  anysock matrix --servers bun --clients node,deno --transports tcp4
  anysock matrix --servers node@24 --clients node@24
  anysock matrix --servers node-on-bun,node-on-deno --clients node
  anysock matrix --fuzz 2000 --seed 7
  anysock matrix --only 'reset/**' --seed 7 --json matrix.json
${exitStatusHelp}`,
    )
    .action(async (options: MatrixArguments) => {
      if (options.fuzzPath !== undefined && options.fuzz === undefined) {
        throw new UsageError("--fuzz-path is one of --fuzz: give --fuzz 1 and the seed as well");
      }
      // Of another seed, or of other transports, the same path leads to another schedule, which would pass for this one.
      if (options.fuzzPath !== undefined && (options.fuzz !== 1 || command.getOptionValueSource("seed") !== "cli")) {
        throw new UsageError(
          "--fuzz-path is a schedule of a seed: give --fuzz 1, and the seed and the transports that were printed with it",
        );
      }
      if (options.fuzz !== undefined) {
        const { runFuzz } = await import("../runs/fuzz.ts");
        finish(await runFuzz({ ...options, fuzz: options.fuzz }));
        return;
      }
      const { runMatrix } = await import("../runs/matrix.ts");
      finish(await runMatrix(options));
    });
}
