import process from "node:process";
import { cellText, optionColumnNames, optionLines, optionNotes } from "@anysock/conformance";
import Table from "cli-table3";
import { write } from "../output.ts";

/** Prints what each runtime makes of each option. */
export function runOptions(): void {
  void write(process.stdout, `${optionsTable()}\n\n${notes()}\n`);
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
