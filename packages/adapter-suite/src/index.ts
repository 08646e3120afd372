export { type ApiCase, type DatagramCase, LIMIT, type Need, type StreamCase } from "./api-case.ts";
export { apiCases } from "./catalogue.ts";
export type { Exchange } from "./exchanges.ts";
export { apiCasesOf, apiLevelOf, explainApi } from "./explain.ts";
export {
  type InsideFailure,
  type InsideLine,
  type InsideOptions,
  insideProgram,
  type PlannedLine,
  type ResultLine,
} from "./inside-lines.ts";
export { codeOfNoSuchName, NO_SUCH_NAME } from "./no-such-name.ts";
export type { PeerKind } from "./peer.ts";
export { type Declared, type Planned, plan } from "./plan.ts";
