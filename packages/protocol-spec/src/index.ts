export * from "./case.ts";
export * from "./pattern.ts";
export * from "./requirement.ts";
export { findRequirement, requirements } from "./requirements/index.ts";
export * from "./stage.ts";
export * from "./verdict.ts";
