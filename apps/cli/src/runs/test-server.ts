import {
  type CaseResult,
  describeRefusal,
  exitStatusOfServerTest,
  isAbsent,
  levelIn,
  planCases,
  type ServerTest,
  selector,
  serverReport,
  summarize,
  type Target,
  testServer,
  transportsOf,
} from "@anysock/conformance";
import { checkOnly } from "../arguments.ts";
import { caseLines } from "../commands/run-options.ts";
import type { ServerTestArguments } from "../commands/test-server.ts";
import { onInterrupt } from "../interrupt.ts";
import { writeReport } from "../output.ts";
import { checkProcess, checkWritable } from "../refusal.ts";
import { specification } from "../specification.ts";
import { printFailures, printNotJudged, printObserved, printTotals, printVerdict } from "../terminal/outcome.ts";
import { createProgress } from "../terminal/progress.ts";
import { type Screen, screenBeside } from "../terminal/screen.ts";

/** Tests, tells, and gives the exit status. */
export async function runServerTest(targets: readonly Target[], options: ServerTestArguments): Promise<number> {
  const { only = [] } = options;
  const candidates = casesOf(targets, options, []);
  checkOnly(only, candidates);
  if (options.json !== undefined) checkWritable(options.json);
  if (options.pid !== undefined) checkProcess(options.pid);
  const screen = screenBeside(options.json);
  if (options.list) {
    for (const line of caseLines(casesOf(targets, options, only), levelIn(specification))) screen.print(line);
    return 0;
  }
  const urls = targets.map(({ url }) => url);
  const interrupt = onInterrupt();
  const progress = createProgress(screen);
  const startedAt = new Date();
  let headline: string | null = `${options.service} at ${urls.join(", ")}, seed ${options.seed}`;
  const test = await testServer({
    specification,
    targets,
    service: options.service,
    only,
    seed: options.seed,
    ...(options.pid === undefined ? {} : { pid: options.pid }),
    signal: interrupt.signal,
    onPlan: (count) => progress.plan(count),
    onAddress: (address) => {
      // Before anything else: where nobody listens, the rest says little.
      const refusal = describeRefusal(address);
      if (refusal !== null) screen.print(screen.colors.red(refusal));
      if (headline !== null) screen.print(headline);
      headline = null;
    },
    onResult: (result) => progress.result(result),
  });
  progress.end();
  interrupt.release();
  const partial = interrupt.status !== null || test.errors.length > 0;
  tell(screen, test, partial);
  const status = interrupt.status ?? exitStatusOfServerTest(test);
  if (options.json === undefined) return status;
  const facts = { seed: options.seed, only, startedAt, partial, errors: test.errors };
  return writeReport(options.json, serverReport({ ...facts, urls, service: options.service }, test), status);
}

function casesOf(
  targets: readonly Target[],
  { service }: ServerTestArguments,
  only: readonly string[],
): ReturnType<typeof planCases> {
  // A name may mean either family: both have the same cases but for a few, and the list shows them all.
  const possible = [...new Set(targets.flatMap(transportsOf))];
  const chosen = selector(only);
  const plans = possible.flatMap((transport) =>
    planCases(specification.cases, { transport, subjects: new Set(["service"]), services: new Set([service]), chosen }),
  );
  return [...new Set(plans)];
}

function tell(screen: Screen, test: ServerTest, partial: boolean): void {
  const placed = test.results.map((result) => ({ cell: null, result: shortened(result, test) }));
  printFailures(screen, placed, specification.requirements);
  screen.print();
  printNotJudged(screen, placed);
  printObserved(screen, placed);
  for (const error of test.errors) screen.print(screen.colors.red(`error of the suite: ${error}`));
  if (partial) screen.print(screen.colors.yellow("The run was cut short: this is a part of it."));
  const summary = summarize(test.results);
  printTotals(screen, summary);
  if (partial) return;
  printVerdict(screen, summary, test.results);
  // Of the chosen cases none may have been a MUST; the status is 1 all the same.
  const absent = test.addresses.filter((one) => isAbsent(one, test.results)).map(({ url }) => url);
  if (absent.length > 0) screen.print(screen.colors.red(`No server is there: ${absent.join(", ")}.`));
}

/** Where no server is, the first line has said it all: what both ends did, and a program that shows it again, add nothing. */
function shortened(result: CaseResult, { addresses, results }: ServerTest): CaseResult {
  const isThere = !addresses.some((one) => one.transport === result.transport && isAbsent(one, results));
  if (isThere || result.failure === undefined) return result;
  const { failure: _failure, expected: _expected, actual: _actual, ...rest } = result;
  return rest;
}
