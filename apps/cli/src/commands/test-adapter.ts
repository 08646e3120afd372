import {
  type AdapterPeer,
  type AdapterTransport,
  adapterPeers,
  adapterTransports,
  type TestedRuntimeId,
  testedRuntimes,
} from "@anysock/conformance/start";
import { Command, Option } from "commander";
import { oneOf, someOf } from "../arguments.ts";
import type { Finish } from "../program.ts";
import { addReportOptions, exitStatusHelp, type RunOptions } from "./run-options.ts";

/** What `anysock test adapter` is told. */
export interface AdapterTestArguments extends Omit<RunOptions, "seed"> {
  readonly runtime?: TestedRuntimeId;
  readonly transports?: readonly AdapterTransport[];
  readonly peer?: AdapterPeer;
}

const runtimeIds = Object.keys(testedRuntimes) as TestedRuntimeId[];

export function testAdapterCommand(finish: Finish): Command {
  const command = new Command("adapter")
    .summary("hold an adapter's API to its rules, inside its runtime")
    .description(
      [
        "Holds an adapter, which is what makes this API of a runtime's own sockets, to the rules of the API.",
        "The cases run in a process of the runtime, against raw sockets in another process that are not made with anysock. The adapter exports connect, listen, bind, supports, runtime and driver.",
      ].join("\n\n"),
    )
    .argument(
      "<package>",
      "a package that is installed here, as @anysock/node/ffi, or the path of a module or a package",
    )
    .addOption(
      new Option(
        "--runtime <name>",
        `of ${runtimeIds.join(", ")}: the one that the package's "engines" name, where that is one; else the one that runs this command`,
      ).argParser(oneOf(runtimeIds)),
    )
    .addOption(
      new Option(
        "--peer <name>",
        `of ${adapterPeers.join(", ")}: whose raw sockets are the other end of connections, where a case does not need Python's; Python's if there is a python3`,
      ).argParser(oneOf(adapterPeers)),
    )
    .option(
      "--transports <names>",
      `of ${adapterTransports.join(", ")}: separated by commas; all if not given`,
      someOf(adapterTransports),
    );
  return addReportOptions(command, "the chosen cases, whether or not the adapter declares what they need")
    .addHelpText(
      "after",
      `
Examples:
  anysock test adapter @anysock/bun
  anysock test adapter ./my-adapter.ts --runtime deno
  anysock test adapter @anysock/node --only 'api/close/**' --transports tcp4
  anysock test adapter @anysock/node --runtime bun      the adapter of Node.js on Bun's own node:net
  anysock test adapter @anysock/node --json - | jq .summary

What the adapter does not declare in "supports" is n/a, which counts against nobody. What cannot be judged on this
machine, as without python3, is not judged, and gives status 3. Some cases are for adapters that do not declare
something; where all that were chosen are, and this one does, nothing is played, and the status is 2.
${exitStatusHelp}`,
    )
    .action(async (specifier: string, options: AdapterTestArguments) => {
      const { runAdapterTest } = await import("../runs/test-adapter.ts");
      finish(await runAdapterTest(specifier, options));
    });
}
