/**
 * What a command needs before there is anything to play: the names that it takes, addresses as they are typed, runtimes and how they are
 * started, what to say of wrong usage. None of it loads the specification, which takes longer than a server to start.
 *
 * @module
 */
export { type TestedRuntimeId, testedRuntimes } from "./adapter-test/binary.ts";
export { type AdapterPeer, type AdapterTransport, adapterPeers, adapterTransports } from "./adapter-test/transports.ts";
export { suiteVersion } from "./report/environment.ts";
export { whyNotWritable } from "./report/writable.ts";
export { type ExitStatus, exitStatusTable } from "./run/exit-status-table.ts";
export { newSeed } from "./run/seed.ts";
export { nearest, type Selectable, unmatched } from "./run/selection.ts";
export { parseTarget, parseUrl, type Target } from "./run/target.ts";
export { UsageError } from "./run/usage-error.ts";
export { executable, ownRuntime, type RuntimeId } from "./subject/executable.ts";
export { readyLine } from "./subject/ready.ts";
export { programCommand } from "./subject/runtime.ts";
export { type SubjectId, subjectIds, subjects } from "./subject/subjects.ts";
