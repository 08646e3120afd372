export { type AdapterTest, type AdapterTestOptions, chosenApiCases, testAdapter } from "./adapter-test.ts";
export { type AdapterReport, adapterReport } from "./document.ts";
export { type ResolvedAdapter, resolveAdapter } from "./resolve.ts";
export type { AdapterResult } from "./result.ts";
