import { Command } from "commander";

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
    .action(async () => {
      const { runOptions } = await import("../runs/options.ts");
      runOptions();
    });
}
