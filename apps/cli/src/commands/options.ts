import process from "node:process";
import { cellText, optionColumnNames, optionLines, optionNotes } from "@anysock/conformance";
import Table from "cli-table3";
import { Command } from "commander";
import { write } from "../output.ts";

export function optionsCommand(): Command {
  return new Command("options")
    .summary("print what each runtime makes of each socket option")
    .description(
      "Prints every option of connect, listen and set, and what it comes to on each runtime that is tested: its effect, or ENOTSUP, with the reason and what would help. None is ignored.",
    )
    .addHelpText(
      "after",
      `
Examples:
  anysock options

Exit status: 0.`,
    )
    .action(() => void write(process.stdout, `${optionsTable()}\n\n${notes()}\n`));
}

function optionsTable(): string {
  const head = [
    "option",
    ...optionColumnNames.map((name) => plain(name).replaceAll(" ", "\n").replace("Node.js\n", "Node.js ")),
  ];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { option, cells } of optionLines()) {
    table.push([option, ...cells.map(({ outcome }) => cellText(outcome).replace(", ", ",\n"))]);
  }
  return table.toString();
}

function notes(): string {
  return optionNotes()
    .map(({ option, columns, text }) => `${option}: ${plain(text)}\n  on ${columns.map(plain).join("; ")}`)
    .join("\n");
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}
