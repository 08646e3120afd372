/**
 * The order in which Vitest starts the test files: those that take long first, so that at the end no core waits for one of them.
 * Vitest's own order is by the size of a file where it has measured none (every clean clone), and by project before that: the last to
 * start was one of 25 s, alone.
 */
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Each takes 10 s or more; measured on 2 cores, longest first. */
const longest = [
  "apps/cli/test/test-server.test.ts",
  "apps/cli/test/usage.test.ts",
  "apps/cli/test/serve-connect.test.ts",
  "apps/cli/test/test-server-datagrams.test.ts",
  "apps/cli/test/output.test.ts",
  "apps/cli/test/datagrams.test.ts",
  "apps/cli/test/become.test.ts",
  "apps/cli/test/test-adapter.test.ts",
  "conformance/test/fuzz/datagram-mutants.test.ts",
  "apps/cli/test/matrix.test.ts",
  "conformance/test/zoo/zoo.test.ts",
  "conformance/test/specification.test.ts",
  "conformance/test/subject/accepting-process.test.ts",
  "apps/cli/test/fuzz.test.ts",
  "conformance/test/agent/raw.test.ts",
  "conformance/test/agent/deno.test.ts",
  "conformance/test/agent/bun.test.ts",
  "conformance/test/agent/node.test.ts",
  "apps/cli/test/small-services.test.ts",
];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => this.#rank(a) - this.#rank(b));
  }

  #rank({ moduleId }: TestSpecification): number {
    const index = longest.indexOf(relative(this.ctx.config.root, moduleId));
    return index === -1 ? longest.length : index;
  }
}
