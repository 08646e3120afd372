import {
  exitStatusOf,
  levelIn,
  planCases,
  type ServerTest,
  selector,
  serverReport,
  summarize,
  type Target,
  testServer,
} from "@anysock/conformance";
import type { ServiceName } from "@anysock/protocol-spec";
import { Command, Option } from "commander";
import { checkOnly, integer, oneOf, serviceNames, target, transportNames } from "../arguments.ts";
import { onInterrupt } from "../interrupt.ts";
import { checkWritable, writeReport } from "../output.ts";
import type { Finish } from "../program.ts";
import { specification } from "../specification.ts";
import { printFailures, printNotJudged, printTotals } from "../terminal/outcome.ts";
import { createProgress } from "../terminal/progress.ts";
import { screenBeside } from "../terminal/screen.ts";
import { addRunOptions, caseLines, exitStatusHelp, type RunOptions } from "./run-options.ts";

interface Options extends RunOptions {
  readonly service: ServiceName;
  readonly pid?: number;
}

export function testServerCommand(finish: Finish): Command {
  const command = new Command("server")
    .summary("hold a running server, in any language, to the specification")
    .description(
      `Holds a running server to the specification of its service, with the suite's own client.

The server may be written in anything and run anywhere. Give one URL for each transport on which it listens. The bytes
that are sent reach it as they are, among them every byte value, up to 64 MiB on one connection, resets, and hundreds of
connections: do not point this at a server that others depend on.`,
    )
    .argument("<url...>", "tcp://HOST:PORT, tcp://[IPV6]:PORT, unix:/PATH or unix:@ABSTRACT", target)
    .addOption(
      new Option("--service <name>", `what it serves: ${serviceNames.join(", ")}`)
        .argParser(oneOf(serviceNames))
        .default("echo"),
    )
    .option(
      "--pid <n>",
      "its process, on this machine: then descriptors and memory are judged too",
      integer(1, 2 ** 31 - 1),
    );
  return addRunOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  anysock test server tcp://127.0.0.1:7000
  anysock test server tcp://127.0.0.1:7000 unix:/run/echo.sock --pid 4711
  anysock test server tcp://:7 --only 'half-close/**' --only ECHO-TCP-3 --seed 1
  anysock test server tcp://:7 --json - | jq .summary
${exitStatusHelp}`,
    )
    .action(async (targets: readonly Target[], options: Options) => finish(await run(targets, options)));
}

async function run(targets: readonly Target[], options: Options): Promise<number> {
  const candidates = casesOf(targets, options, []);
  checkOnly(options.only, candidates);
  if (options.json !== undefined) checkWritable(options.json);
  const screen = screenBeside(options.json);
  if (options.list) {
    for (const line of caseLines(casesOf(targets, options, options.only), levelIn(specification))) screen.print(line);
    return 0;
  }
  const urls = targets.map(({ url }) => url);
  screen.print(`${options.service} at ${urls.join(", ")}, seed ${options.seed}`);
  const interrupt = onInterrupt();
  const progress = createProgress(screen);
  const startedAt = new Date();
  const test = await testServer({
    specification,
    targets,
    service: options.service,
    only: options.only,
    seed: options.seed,
    ...(options.pid === undefined ? {} : { pid: options.pid }),
    signal: interrupt.signal,
    onPlan: (count) => progress.plan(count),
    onResult: (result) => progress.result(result),
  });
  progress.end();
  interrupt.release();
  const partial = interrupt.status !== null || test.errors.length > 0;
  const facts = { seed: options.seed, only: options.only, startedAt, partial, errors: test.errors };
  if (options.json !== undefined)
    writeReport(options.json, serverReport({ ...facts, urls, service: options.service }, test));
  tell(screen, test, partial);
  if (interrupt.status !== null) return interrupt.status;
  return test.errors.length > 0 ? Math.max(exitStatusOf(test.results), 3) : exitStatusOf(test.results);
}

function casesOf(
  targets: readonly Target[],
  { service }: Options,
  only: readonly string[],
): ReturnType<typeof planCases> {
  // A name may mean either family: both have the same cases but for a few, and the list shows them all.
  const possible = transportNames.filter((transport) =>
    targets.some(({ scheme }) => (scheme === "unix") === (transport === "unix")),
  );
  const chosen = selector(only);
  const plans = possible.flatMap((transport) =>
    planCases(specification.cases, { transport, subjects: new Set(["service"]), services: new Set([service]), chosen }),
  );
  return [...new Set(plans)];
}

function tell(screen: ReturnType<typeof screenBeside>, test: ServerTest, partial: boolean): void {
  const placed = test.results.map((result) => ({ cell: null, result }));
  printFailures(screen, placed, specification.requirements);
  screen.print();
  for (const { url, address, transport, refusal } of test.addresses) {
    if (refusal !== null)
      screen.print(screen.colors.red(`${url}: ${transport} ${address} takes no connection: ${refusal}`));
  }
  printNotJudged(screen, placed);
  for (const error of test.errors) screen.print(screen.colors.red(`error of the suite: ${error}`));
  if (partial) screen.print(screen.colors.yellow("The run was cut short: this is a part of it."));
  printTotals(screen, summarize(test.results));
}
