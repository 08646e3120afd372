import { exitStatusTable, newSeed } from "@anysock/conformance/start";
import type { Case } from "@anysock/protocol-spec";
import { type Command, Option } from "commander";
import { glob, reportFile, seed } from "../arguments.ts";

/** What `test server` and `matrix` are both told. */
export interface RunOptions {
  readonly only?: readonly string[];
  readonly seed: number;
  readonly json?: string;
  readonly list?: true;
}

export function addRunOptions(command: Command): Command {
  return addReportOptions(
    command.addOption(
      new Option("--seed <n>", "make the same random bytes again")
        .argParser(seed)
        .default(newSeed(), "a new one, printed"),
    ),
  );
}

/** What of these has nothing to do with random bytes. */
/** `listed` is what the list is of. */
export function addReportOptions(command: Command, listed = "the cases that would be played"): Command {
  return command
    .option("--only <glob>", "play only cases whose id, or a requirement of theirs, matches; may be given again", glob)
    .option("--json <file>", "write the report as JSON; - is stdout, which then carries it alone", reportFile)
    .addOption(
      // No option is ignored: where nothing is played there is no report.
      new Option("--list", `print ${listed}, and play none; not with --json`).conflicts("json"),
    );
}

export const exitStatusHelp: string = `
Exit status:
${Object.entries(exitStatusTable)
  .map(([status, meaning]) => `  ${status.padStart(3)}  ${meaning}`)
  .join("\n")}`;

type Listed = Pick<Case, "id" | "title" | "verifies">;

/** `MUST    half-close/large  HALFCLOSE-1  …`, a line for each case. */
export function caseLines<One extends Listed>(cases: readonly One[], levelOf: (one: One) => string): readonly string[] {
  const width = Math.max(...cases.map(({ id }) => id.length), 0);
  return cases.map(
    (one) => `${levelOf(one).padEnd(6)}  ${one.id.padEnd(width)}  ${one.verifies.join(", ")}  ${one.title}`,
  );
}
