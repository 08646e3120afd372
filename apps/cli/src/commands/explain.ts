import process from "node:process";
import { explain } from "@anysock/protocol-spec";
import { Command } from "commander";
import { known } from "../arguments.ts";
import { write } from "../output.ts";
import { specification } from "../specification.ts";

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
      // What the cases of adapters bring along takes longer than all the rest.
      const { apiCases, apiCasesOf, explainApi } = await import("@anysock/adapter-suite");
      const stem = explain(id.toLowerCase()) ?? explainApi(id);
      if (stem !== null) {
        void write(process.stdout, `${stem}\n`);
        return;
      }
      const aliases = specification.requirements.flatMap((one) => (one.aliases ?? []).map((alias) => ({ id: alias })));
      const found = known(
        id,
        [...specification.requirements, ...specification.cases, ...apiCases, ...aliases],
        "requirement or case",
      );
      const inside = apiCasesOf(requirementOf(found.id)).map(
        (one, index) => `  ${index === 0 ? "inside     " : "           "} ${one.id}: ${one.title}`,
      );
      void write(process.stdout, `${[explain(found.id) ?? found.id, ...inside].join("\n")}\n`);
    });
}

/** The id that a requirement has now. */
function requirementOf(id: string): string {
  return specification.requirements.find((one) => one.id === id || one.aliases?.includes(id))?.id ?? id;
}
