import type { Target } from "@anysock/conformance/start";
import type { ServiceName } from "@anysock/protocol-spec";
import { Command, Option } from "commander";
import { integer, oneOf, serviceNames, target } from "../arguments.ts";
import type { Finish } from "../program.ts";
import { addRunOptions, exitStatusHelp, type RunOptions } from "./run-options.ts";

/** What `anysock test server` is told. */
export interface ServerTestArguments extends RunOptions {
  readonly service: ServiceName;
  readonly pid?: number;
}

export function testServerCommand(finish: Finish): Command {
  const command = new Command("server")
    .summary("hold a running server, in any language, to the specification")
    .description(
      [
        "Holds a running server to the specification of its service, with the suite's own client.",
        "The server may be written in anything and run anywhere. Give one URL for each transport on which it listens: streams (tcp, unix) and datagrams (udp). The bytes that are sent reach it as they are, among them every byte value, up to 64 MiB on one connection (192 MiB for discard with --pid), resets, and hundreds of connections: do not point this at a server that others depend on.",
      ].join("\n\n"),
    )
    .argument("<url...>", "tcp://HOST:PORT, tcp://[IPV6]:PORT, udp://HOST:PORT, unix:/PATH or unix:@ABSTRACT", target)
    .addOption(
      new Option("--service <name>", `what it serves: ${serviceNames.join(", ")}`)
        .argParser(oneOf(serviceNames))
        .default("echo"),
    )
    .option(
      "--pid <n>",
      "its process, the one that accepts or has the UDP socket, on this machine: then descriptors and memory are judged too",
      integer(1, 2 ** 31 - 1),
    );
  return addRunOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  anysock test server tcp://127.0.0.1:7000
  anysock test server tcp://127.0.0.1:7000 unix:/run/echo.sock --pid 4711
  anysock test server tcp://127.0.0.1:7000 udp://127.0.0.1:7000
  anysock test server tcp://:7 --only 'half-close/**' --only ECHO-TCP-3 --seed 1
  anysock test server tcp://:7 --json - | jq .summary

The totals count requirements: MUST 22/26 (1 failed, 3 n/a) is 22 passed, 1 failed, 3 not applicable here; n/a counts
against nobody. With --pid fewer are n/a.
${exitStatusHelp}

A server that is not there fails: 1. Over UDP silence is no refusal: the cases say what should have been answered, and a
discard server cannot be told from nobody unless its machine says so (ICMP). A name that has no address is usage: 2.`,
    )
    .action(async (targets: readonly Target[], options: ServerTestArguments) => {
      const { runServerTest } = await import("../runs/test-server.ts");
      finish(await runServerTest(targets, options));
    });
}
