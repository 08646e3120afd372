export { binaryOf, type TestedRuntimeId, testedRuntimes } from "./adapter-test/binary.ts";
export { type AdapterPeer, type AdapterTransport, adapterPeers, adapterTransports } from "./adapter-test/transports.ts";
export { type FuzzReport, fuzzReport } from "./fuzz/document.ts";
export { findingLines } from "./fuzz/finding-text.ts";
export { type FuzzResult, fuzz, scheduleAt } from "./fuzz/fuzz.ts";
export { type Cell, type CellName, type Matrix, type MatrixOptions, playMatrix, resultsOf } from "./matrix/matrix.ts";
export { services } from "./matrix/pair.ts";
export { cellText, type OptionLine, optionColumnNames, optionLines, optionNotes } from "./options/table.ts";
export { distinctCauses } from "./report/cause.ts";
export { type MatrixReport, matrixReport, type ServerReport, serverReport } from "./report/document.ts";
export { environment, suiteVersion } from "./report/environment.ts";
export { explainCause, type Line } from "./report/failure-text.ts";
export { adapterSchema, matrixSchema, reportSchema } from "./report/schema.ts";
export { whyNotWritable } from "./report/writable.ts";
export { describeRefusal, isAbsent } from "./run/absence.ts";
export {
  type ExitStatus,
  exitStatusOf,
  exitStatusOfMatrix,
  exitStatusOfServerTest,
  exitStatusTable,
} from "./run/exit-status.ts";
export { planCases } from "./run/plan.ts";
export { type CaseResult, type Evidence, type FailureRecord, isFailure, type Judged } from "./run/result.ts";
export { newSeed } from "./run/seed.ts";
export { nearest, type Selectable, selector, unmatched } from "./run/selection.ts";
export { type ServerTest, type ServerTestOptions, testServer } from "./run/server-test.ts";
export { levelIn, type Specification } from "./run/specification.ts";
export { formatLevel, type LevelSummary, type Summary, summarize } from "./run/summary.ts";
export { parseTarget, parseUrl, type Target, transportsOf } from "./run/target.ts";
export { UsageError } from "./run/usage-error.ts";
export type { Command } from "./subject/command.ts";
export { executable, ownRuntime, type RuntimeId } from "./subject/executable.ts";
export { readyLine } from "./subject/ready.ts";
export { programCommand, type RuntimeSubject, runtimeSubject } from "./subject/runtime.ts";
export { type SubjectId, subjectIds, subjects } from "./subject/subjects.ts";
