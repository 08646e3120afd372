export * from "./case.ts";
export { cases, casesOf, findCase, levelOf } from "./catalogue.ts";
export * from "./datagrams.ts";
export { explain } from "./explain.ts";
export * from "./pattern.ts";
export * from "./requirement.ts";
export { findRequirement, requirements } from "./requirements/index.ts";
export * from "./stage.ts";
export * from "./verdict.ts";
