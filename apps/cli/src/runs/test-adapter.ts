import process from "node:process";
import { binaryOf, exitStatusOf, levelIn, summarize, testedRuntimes, UsageError } from "@anysock/conformance";
import {
  type AdapterTest,
  adapterReport,
  chosenApiCases,
  resolveAdapter,
  testAdapter,
} from "@anysock/conformance/adapter-test";
import { checkOnly } from "../arguments.ts";
import { caseLines } from "../commands/run-options.ts";
import type { AdapterTestArguments } from "../commands/test-adapter.ts";
import { onInterrupt } from "../interrupt.ts";
import { writeReport } from "../output.ts";
import { checkWritable } from "../refusal.ts";
import { specification } from "../specification.ts";
import { printFailures, printNotJudged, printObserved, printTotals, printVerdict } from "../terminal/outcome.ts";
import { createProgress } from "../terminal/progress.ts";
import { type Screen, screenBeside } from "../terminal/screen.ts";

/** Tests, tells, and gives the exit status. */
export async function runAdapterTest(specifier: string, options: AdapterTestArguments): Promise<number> {
  const { only = [], transports = [], runtime: asked, peer } = options;
  checkOnly(only, chosenApiCases([], transports));
  if (options.json !== undefined) checkWritable(options.json);
  const adapter = resolveAdapter(specifier, asked === undefined ? undefined : testedRuntimes[asked], process.cwd());
  const screen = screenBeside(options.json);
  if (options.list) {
    for (const line of caseLines(chosenApiCases(only, transports), levelIn(specification))) screen.print(line);
    return 0;
  }
  const binary = binaryOf(asked ?? adapter.runtime);
  const interrupt = onInterrupt();
  const progress = createProgress(screen);
  const startedAt = new Date();
  const told = { adapter, transports };
  const test = await testAdapter({
    ...told,
    binary,
    requirements: specification.requirements,
    only,
    ...(asked === undefined ? {} : { runtimeOption: asked }),
    ...(peer === undefined ? {} : { peer }),
    signal: interrupt.signal,
    onHello: ({ runtime, plan }) => {
      if (plan.length === 0) return;
      screen.print(`${specifier} in ${runtime.name} ${runtime.version}, ${binary.file}`);
      progress.plan(plan.length);
    },
    onResult: (result) => progress.result(result),
  });
  progress.end();
  interrupt.release();
  const partial = interrupt.status !== null || test.errors.length > 0;
  if (test.declared !== null && test.results.length === 0 && !partial) {
    throw new UsageError(
      `nothing that was chosen is for ${specifier}: ${othersCases(chosenApiCases(only, transports))}`,
    );
  }
  tell(screen, test, partial);
  const judged = exitStatusOf(test.results);
  const status = interrupt.status ?? (judged === 0 && test.errors.length > 0 ? 3 : judged);
  if (options.json === undefined) return status;
  return writeReport(
    options.json,
    adapterReport({ only, startedAt, partial, errors: test.errors }, told, test),
    status,
  );
}

/** For whom the cases are that do not apply where something is declared. */
function othersCases(cases: ReturnType<typeof chosenApiCases>): string {
  const [first, ...others] = cases;
  const more = others.length === 0 ? "" : `, and so it is with ${others.length} more`;
  return `${first?.id} is for adapters that do not declare ${first?.lacks}, and this one does${more}`;
}

function tell(screen: Screen, { results, errors }: AdapterTest, partial: boolean): void {
  const placed = results.map((result) => ({ cell: null, result }));
  printFailures(screen, placed, specification.requirements);
  screen.print();
  printNotJudged(screen, placed);
  printObserved(screen, placed);
  for (const error of errors) screen.print(screen.colors.red(`error of the suite: ${error}`));
  if (partial) screen.print(screen.colors.yellow("The run was cut short: this is a part of it."));
  const summary = summarize(results);
  printTotals(screen, summary);
  if (!partial) printVerdict(screen, summary, results);
}
