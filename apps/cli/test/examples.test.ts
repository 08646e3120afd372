import { apiCases, explainApi } from "@anysock/adapter-suite";
import { unmatched } from "@anysock/conformance";
import { cases, explain } from "@anysock/protocol-spec";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { createProgram } from "../src/program.ts";

/** A command, and each below it. */
function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

/** The words of each `anysock …` in the examples, as a shell splits them: without what it is piped to and what explains it. */
function examplesIn(help: string): readonly (readonly string[])[] {
  const [, examples = ""] = help.split("\nExamples:\n");
  const lines = examples
    .split("\n\n", 1)
    .flatMap((text) => text.split("\n"))
    .filter((line) => line !== "");
  return lines.map((line) => {
    const [, command = ""] = /\banysock (.*?)(?: {2,}| [|<>] |$)/.exec(line) ?? [];
    return (command.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""));
  });
}

const helps = withSubcommands(createProgram(() => {})).map((command) => [nameOf(command), helpOf(command)] as const);
const examples = helps.flatMap(([name, help]) =>
  examplesIn(help).map((words) => [words.join(" "), name, words] as const),
);

test("there are examples in the help of every command that does something", () => {
  expect(new Set(examples.map(([, name]) => name))).toEqual(
    new Set(helps.map(([name]) => name).filter((name) => name !== "anysock test")),
  );
});

test.each(examples)("the example `anysock %s` in %s --help is accepted", async (_text, _name, words) => {
  const program = createProgram(() => {});
  const globs: string[] = [];
  let accepted = 0;
  for (const command of withSubcommands(program)) {
    if (command.commands.length > 0) continue;
    // What would be done is not the matter here: only that it is understood.
    command.action(() => {
      accepted += 1;
      globs.push(...((command.getOptionValue("only") as readonly string[] | undefined) ?? []));
      const [id = ""] = command.args;
      if (command.name() === "explain") expect(explain(id) ?? explainApi(id)).not.toBeNull();
    });
  }
  await program.parseAsync([...words], { from: "user" });
  expect(accepted).toBe(1);
  expect(unmatched(globs, [...cases, ...apiCases])).toEqual([]);
});

test.each(helps)("%s --help names only cases that there are", (_name, help) => {
  const areas = [...new Set(cases.map(({ id }) => id.split("/")[0]))].join("|");
  const named = help.match(new RegExp(`(?<![/\\w-])(?:${areas})/[\\w/*-]+`, "g")) ?? [];
  expect(unmatched(named, cases)).toEqual([]);
});
