import { type Matrix, resultsOf } from "../matrix/matrix.ts";
import { isAbsent } from "./absence.ts";
import type { Judged } from "./result.ts";
import type { ServerTest } from "./server-test.ts";

/** The exit status that the results of a finished run amount to. */
export function exitStatusOf(results: readonly Judged[]): 0 | 1 | 3 {
  const musts = results.filter(({ level }) => level === "MUST");
  if (musts.some(({ verdict }) => verdict === "violation" || verdict === "flaky")) return 1;
  return musts.some(couldNotBeJudged) ? 3 : 0;
}

/** The same for a tested server. One that is not there fails, whichever cases were chosen; what the suite itself failed at was not judged. */
export function exitStatusOfServerTest({ addresses, results, errors }: ServerTest): 0 | 1 | 3 {
  if (addresses.some((address) => isAbsent(address, results))) return 1;
  const status = exitStatusOf(results);
  return status === 0 && errors.length > 0 ? 3 : status;
}

/** The same for a matrix. A cell that is measured only fails nothing; what the suite itself failed at was not measured either. */
export function exitStatusOfMatrix({ cells, errors }: Matrix): 0 | 1 | 3 {
  const status = exitStatusOf(resultsOf(cells, { isGate: true }));
  if (status !== 0) return status;
  const isUnmeasured = resultsOf(cells, { isGate: false }).some(
    ({ level, verdict }) => level === "MUST" && verdict === "harness-error",
  );
  return isUnmeasured || errors.length > 0 ? 3 : 0;
}

/** A case behind a violation is not counted again: the violation already is. */
function couldNotBeJudged({ verdict, blockedBy }: Judged): boolean {
  return verdict === "harness-error" || (verdict === "blocked" && blockedBy?.verdict !== "violation");
}
