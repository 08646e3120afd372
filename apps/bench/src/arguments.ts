import { existsSync, readFileSync } from "node:fs";
import { executable, type RuntimeId, UsageError, whyNotWritable } from "@anysock/conformance";
import { Command, InvalidArgumentError } from "commander";
import { whyNotPlaced } from "./report/markdown.ts";
import { type Row, rows } from "./rows.ts";
import { BUSY, MEMORY_TARGET, TARGET } from "./statistics.ts";
import { runtimes } from "./variants.ts";

export interface Arguments {
  readonly runtime: readonly RuntimeId[];
  readonly row: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  readonly json?: string;
  readonly markdown?: string;
  readonly list?: true;
}

export function createCommand(): Command {
  return (
    new Command("bench")
      .description(
        `Each adapter of anysock beside a program written by hand in the runtime's own API, in turn: echo servers under the same \
load from a process of its own, clients that connect, and servers with idle connections. A ratio of 1 or more: anysock is as fast, or \
faster; the target is ${TARGET}. Of memory it is told how much more anysock needs: the target is at most \
${MEMORY_TARGET.perConnection / 1024} KiB per connection and ${MEMORY_TARGET.atRest / 1024 / 1024} MiB at rest.`,
      )
      .option("--runtime <names>", `of ${runtimes.join(", ")}, separated by commas`, someOf(runtimes), runtimes)
      .option("--row <names>", "of those that --list shows, separated by commas", someOf(rows.map(({ id }) => id)), [])
      .option("--rounds <n>", "how often each pair is measured (memory: 3 times), from 5 to 99", rounds, 5)
      .option("--seconds <s>", "length of one measurement, from 0.1 to 60", seconds, 0.5)
      .option("--json <file>", "write everything that was measured; - is stdout, which then carries it alone", file)
      .option(
        "--markdown <file>",
        "write the result as tables: into a new file, or between the marks of one that is there; - as above",
        document,
      )
      .option("--list", "show the rows and end")
      .helpOption("-h, --help", "print this help")
      // They are refused below, in words of our own.
      .allowExcessArguments()
      .exitOverride()
      .configureOutput({
        outputError: (text, write) =>
          write(
            `bench: ${text
              .trim()
              .replace(/^error: /, "")
              .replaceAll("\n", " ")
              .replace(/\.$/, "")}; see bench --help\n`,
          ),
      })
      .addHelpText(
        "after",
        `
Examples (npm takes options for itself unless they stand behind --):
  npm run bench
  npm run bench -- --runtime node --row ping-pong-50x64B --seconds 2
  npm run bench -- --rounds 9 --json bench.json --markdown -

Where either server under load used less than ${BUSY * 100} % of a core, the row's figure is the ratio of CPU time per unit, else that of throughput.
Where datagrams are lost it is the ratio of those received a second; what was sent and what was lost is told beside it.
The exit status is 0 when every row was measured, whatever the figures; 1 when one could not be; 2 for wrong usage; 130 after Ctrl-C.`,
      )
  );
}

/** What was asked for; both reports cannot have stdout. */
export function parseArguments(command: Command, args: readonly string[]): Arguments {
  command.parse(args, { from: "user" });
  const given = command.opts<Arguments>();
  if (command.args.length > 0)
    command.error(`error: nothing is expected beside options, but there is ${command.args[0]}`);
  if (given.json === "-" && given.markdown === "-")
    command.error("error: --json - and --markdown - cannot share stdout");
  return given;
}

/** Why the bench cannot run here, or `null`. */
export function hindrance({ runtime }: Arguments): string | null {
  if (process.platform !== "linux") {
    return `the load generator uses epoll and CPU clocks of Linux, and this is ${process.platform}`;
  }
  try {
    for (const id of runtime) executable(id);
    if (executable("bun").version !== "") return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
  return "the load generator runs on the project's own Bun; npm ci installs it";
}

export function chosenRows(given: Arguments): readonly Row[] {
  return given.row.length === 0 ? rows : rows.filter(({ id }) => given.row.includes(id));
}

/** Given again, the option adds to what it chose before. */
function someOf<Name extends string>(
  names: readonly Name[],
): (text: string, before: readonly Name[]) => readonly Name[] {
  return (text, before) => {
    // All of them are the default, which a choice replaces.
    const chosen = before === names ? [] : before;
    const wanted = text.split(",").map((part) => part.trim());
    for (const name of wanted) {
      if (!names.some((known) => known === name)) throw new InvalidArgumentError(`Accepted: ${names.join(", ")}.`);
    }
    return names.filter((name) => wanted.includes(name) || chosen.includes(name));
  };
}

function rounds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 5 || value > 99)
    throw new InvalidArgumentError("Accepted: an integer from 5 to 99.");
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value < 0.1 || value > 60) {
    throw new InvalidArgumentError("Accepted: a number from 0.1 to 60.");
  }
  return value;
}

/** Refuses a document in whose place the tables would stand. */
function document(path: string): string {
  file(path);
  const why = path === "-" || !existsSync(path) ? null : whyNotPlaced(readFileSync(path, "utf8"));
  if (why !== null) throw new InvalidArgumentError(`It would be replaced: ${why}.`);
  return path;
}

/** Refuses a file that cannot be written, before anything starts. */
function file(path: string): string {
  const why = whyNotWritable(path);
  if (why !== null) throw new InvalidArgumentError(`It ${why}.`);
  return path;
}
