import { Command } from "commander";

export function explainCommand(): Command {
  return new Command("explain")
    .summary("print what a requirement says and where it comes from, or what a case does")
    .description(
      "Prints a requirement: its level, its source, its clause and the cases that verify it; or a case, or all cases of a folder.",
    )
    .argument(
      "<id>",
      "of a requirement (ECHO-TCP-1) or of a case (half-close/large, api/close/chatty-peer), or the beginning of case ids (write/bulk, reset)",
    )
    .addHelpText(
      "after",
      `
Examples:
  anysock explain ECHO-TCP-1
  anysock explain half-close/large
  anysock explain write/bulk                     each case whose id begins so
  anysock explain api/close                      each case of an adapter's API whose id begins so
  anysock matrix --list                          the ids of all cases of the matrix
  anysock test adapter PACKAGE --list            those of an adapter's API

Exit status: 0, or 2 where there is no such id.`,
    )
    .action(async (id: string) => {
      const { runExplain } = await import("../runs/explain.ts");
      runExplain(id);
    });
}
