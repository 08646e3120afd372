import process from "node:process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import LongestFirst from "./scripts/longest-first.ts";

const runtimes = ["node", "bun", "deno"];
// Both Bun and Deno also report a version of Node.js.
const runtime = runtimes.find((name) => name !== "node" && name in process.versions) ?? "node";
const otherAdapters = runtimes.filter((name) => name !== runtime).map((name) => `packages/${name}/test/**`);

// Tests that measure time or memory, or that judge within windows of time, have the machine for themselves, one file after the other.
// Not the zoo's sample and the mutants of datagrams: their verdicts were right in each of 7 runs beside up to 20 busy processes on 2 cores.
const unitAlone = [
  "packages/{node,bun,deno}/test/memory.test.ts",
  "apps/bench/test/{connect,generator,idle,run}.test.ts",
  "apps/cli/test/own-time.test.ts",
];
// The door itself: the adapter of Node.js at it, and adapters that are wrong in one way, each in processes of its own. `npm run test:door`, and
// no part of `npm test`. The adapters of Bun and of Deno are tested by it inside their runtimes.
const door = [
  "packages/adapter-suite/test/{wrong-adapters,second-core}.test.ts",
  "conformance/test/adapter-test/**/*.test.ts",
  ...(runtime === "node" ? ["packages/node/test/adapter.test.ts"] : []),
];
const conformanceAlone = [
  "conformance/test/fuzz/{counterexample,found,mutants,report,silent-agents}.test.ts",
  "conformance/test/stage/**/*.test.ts",
  "conformance/test/run/{absence,calibrate-datagrams,cell-time}.test.ts",
  "conformance/test/agent/held-connection.test.ts",
  "conformance/test/report/datagram-repro.test.ts",
];

export default defineConfig({
  // Workspace packages resolve to their TypeScript sources: no build before a test run.
  ssr: { resolve: { conditions: ["@anysock/source", "module", runtime, "development|production"] } },
  test: {
    reporters: ["default", ...(process.env["CI"] ? ["json", "junit"] : []), "./scripts/closing-line.ts"],
    outputFile: { json: `reports/vitest-${runtime}.json`, junit: `reports/junit-${runtime}.xml` },
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**", "conformance/src/**"],
      reporter: ["text-summary", "json-summary", "lcov"],
      reportsDirectory: "reports/coverage",
    },
    // Most tests wait for processes of their own: with as many as there are cores (2 here) each was busy half of the time. Not where workers are
    // threads of one process (Bun), whose descriptors some tests count.
    ...(runtime === "node" ? { maxWorkers: 3 } : {}),
    sequence: { sequencer: LongestFirst },
    // The processes that tests start run the sources as well. That Node.js keeps what it has compiled takes more than half of the start of one
    // away (of a core: the command 1.2 s, then 0.5 s; an agent 0.48 s, then 0.14 s; of five each, on a busy machine), and tests start hundreds.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node-compile", import.meta.url)) },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts"],
          // An adapter's tests run inside its own runtime: npm run test:node, test:bun, test:deno.
          exclude: ["**/node_modules/**", ...otherAdapters, ...unitAlone, ...door],
          benchmark: { include: ["packages/*/test/**/*.bench.ts"] },
        },
      },
      {
        extends: true,
        test: {
          name: "unit-alone",
          include: unitAlone,
          exclude: ["**/node_modules/**", ...otherAdapters],
          fileParallelism: false,
          benchmark: { include: [] },
        },
      },
      {
        extends: true,
        test: {
          name: "conformance",
          include: ["conformance/test/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...conformanceAlone, ...door],
          testTimeout: 30_000,
          benchmark: { include: [] },
        },
      },
      {
        extends: true,
        test: {
          name: "door",
          include: door,
          testTimeout: 30_000,
          benchmark: { include: [] },
        },
      },
      {
        extends: true,
        test: {
          name: "conformance-alone",
          include: conformanceAlone,
          testTimeout: 30_000,
          fileParallelism: false,
          benchmark: { include: [] },
        },
      },
    ],
  },
});
