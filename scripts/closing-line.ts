/**
 * Vitest's last line for a machine: `N passed, N failed, N skipped`, alone on a line.
 *
 * Vitest's own JSON counts no failed test for a file that throws at import, and calls a run with an unhandled error a
 * success. Both are failures here.
 */
import process from "node:process";
import type { Reporter, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const before = count.failed;
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      if (module.state() === "failed" && count.failed === before) count.failed += 1;
    }
    // A test that never got a result, because the run was cut short, did not pass.
    const failed = count.failed + count.pending;
    process.once("exit", () => console.log(`${count.passed} passed, ${failed} failed, ${count.skipped} skipped`));
  }
}
