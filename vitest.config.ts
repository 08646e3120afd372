import process from "node:process";
import { defineConfig } from "vitest/config";

const runtimes = ["node", "bun", "deno"];
// Both Bun and Deno also report a version of Node.js.
const runtime = runtimes.find((name) => name !== "node" && name in process.versions) ?? "node";
const otherAdapters = runtimes.filter((name) => name !== runtime).map((name) => `packages/${name}/test/**`);

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
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts"],
          // An adapter's tests run inside its own runtime: npm run test:node, test:bun, test:deno.
          exclude: ["**/node_modules/**", ...otherAdapters],
          benchmark: { include: ["packages/*/test/**/*.bench.ts"] },
        },
      },
      {
        extends: true,
        test: {
          name: "conformance",
          include: ["conformance/test/**/*.test.ts"],
          testTimeout: 30_000,
          fileParallelism: false,
          benchmark: { include: [] },
        },
      },
    ],
  },
});
