import process from "node:process";
import { suiteVersion } from "@anysock/conformance/start";
import { Command } from "commander";
import { connectCommand } from "./commands/connect.ts";
import { explainCommand } from "./commands/explain.ts";
import { matrixCommand } from "./commands/matrix.ts";
import { optionsCommand } from "./commands/options.ts";
import { serveCommand } from "./commands/serve.ts";
import { testAdapterCommand } from "./commands/test-adapter.ts";
import { testServerCommand } from "./commands/test-server.ts";
import { write } from "./output.ts";

/** A command tells its exit status through this. */
export type Finish = (status: number) => void;

export function createProgram(finish: Finish): Command {
  const program = strict(new Command("anysock"))
    .description("One socket API for Node.js, Bun and Deno, and an executable specification of echo.")
    .version(suiteVersion(), "-V, --version", "print the version")
    .addHelpText(
      "after",
      `
Examples:
  anysock serve                                     an echo server on a free port of 127.0.0.1
  anysock serve --runtime bun --listen tcp://:7000  the same under Bun, on port 7000
  echo hello | anysock connect tcp://:7000          what nc -N does
  anysock test server tcp://127.0.0.1:7000          holds any running server to the specification
  anysock test server udp://127.0.0.1:7000          the same over UDP
  anysock test adapter @anysock/node                holds an adapter's API to its rules, inside its runtime
  anysock matrix                                    Node.js, Bun and Deno against each other
  anysock explain ECHO-TCP-1                        what a requirement says, and where it comes from
  anysock options                                   what each runtime makes of each socket option

Every command has its own --help. Wrong usage ends with status 2, in one line that says what is accepted.`,
    );
  const test = strict(new Command("test"))
    .summary("hold a program to the specification")
    .description(
      "Holds a program to the specification: a running server, in any language, or an adapter of this API, in its runtime.",
    );
  test.addCommand(strict(testServerCommand(finish)));
  test.addCommand(strict(testAdapterCommand(finish)));
  const rest = [test, matrixCommand(finish), explainCommand(), optionsCommand()];
  for (const command of [serveCommand(finish), connectCommand(finish), ...rest]) program.addCommand(strict(command));
  return program;
}

/** Every command says what is wrong in one line, and leaves exiting to `main`. */
function strict(command: Command): Command {
  return (
    command
      .exitOverride()
      .showSuggestionAfterError()
      .helpOption("-h, --help", "print this help")
      // `anysock help nothing` would print a whole page: --help is the one way.
      .helpCommand(false)
      .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
      .configureOutput({
        writeOut: (text) => void write(process.stdout, text),
        writeErr: (text) => void write(process.stderr, text),
        outputError: (text, write) => {
          const line = text
            .trim()
            .replace(/^error: /, "")
            .replaceAll("\n", " ")
            .replace(/\.$/, "");
          write(`anysock: ${line}; see ${nameOf(command)} --help\n`);
        },
      })
  );
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
