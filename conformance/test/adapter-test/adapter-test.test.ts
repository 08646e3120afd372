import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requirements } from "@anysock/protocol-spec";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type AdapterTest, type AdapterTestOptions, testAdapter } from "../../src/adapter-test/adapter-test.ts";
import { adapterReport } from "../../src/adapter-test/document.ts";
import { resolveAdapter } from "../../src/adapter-test/resolve.ts";
import { exitStatusOf } from "../../src/run/exit-status.ts";
import { summarize } from "../../src/run/summary.ts";
import { UsageError } from "../../src/run/usage-error.ts";
import { executable } from "../../src/subject/executable.ts";

vi.setConfig({ testTimeout: 60_000 });

const here = new URL(".", import.meta.url).pathname;

async function run(
  name: string,
  only: readonly string[],
  more: Partial<AdapterTestOptions> = {},
): Promise<AdapterTest> {
  const adapter = resolveAdapter(name.startsWith("@") ? name : `./adapters/${name}.ts`, "node", here);
  return await testAdapter({
    adapter,
    binary: executable("node"),
    requirements,
    only,
    transports: ["tcp4"],
    signal: new AbortController().signal,
    ...more,
  });
}

/** Refusals, and what comes before and behind them. */
const around = ["api/close/twice", "api/connect/refused", "api/write/nothing"];

function verdicts({ results }: AdapterTest): Record<string, string> {
  return Object.fromEntries(results.map(({ id, verdict }) => [id, verdict]));
}

describe("an adapter", () => {
  test("that is right passes, and its report is valid by the published schema", async () => {
    const result = await run("@anysock/node", around);
    expect(verdicts(result)).toEqual({
      "api/close/twice": "pass",
      "api/connect/refused": "pass",
      "api/write/nothing": "pass",
    });
    expect(result.errors).toEqual([]);
    expect(faultsOf(result)).toEqual([]);
  });

  test("whose process dies fails the case that was played, and the next ones go on", async () => {
    const result = await run("dies", around);
    expect(verdicts(result)).toEqual({
      "api/close/twice": "pass",
      "api/connect/refused": "violation",
      "api/write/nothing": "pass",
    });
    const [, died] = result.results;
    expect(died).toMatchObject({ expected: "the process lives", actual: "it dies", runs: 3, failed: 3 });
    expect(died?.failure).toMatchObject({
      died: "its process ended with exit status 7",
      stderr: "there is nothing to be done\n",
      rerun: "npx @anysock/cli test adapter ./adapters/dies.ts --only api/connect/refused --transports tcp4",
    });
    expect(exitStatusOf(result.results)).toBe(1);
    expect(faultsOf(result)).toEqual([]);
  });

  test("whose event loop stands still fails the case that was played, which is played once more, and the next ones go on", async () => {
    const result = await run("stands-still", around, { limit: 3_000 });
    expect(verdicts(result)).toEqual({
      "api/close/twice": "pass",
      "api/connect/refused": "violation",
      "api/write/nothing": "pass",
    });
    const stuck = { actual: "the event loop of its process stands still", runs: 2, failed: 2 };
    expect(result.results[1]).toMatchObject(stuck);
  });

  describe("that fails now and then", () => {
    const folder = mkdtempSync(join(tmpdir(), "anysock-flaky-"));
    beforeAll(() => void vi.stubEnv("ANYSOCK_TEST_MARK", join(folder, "failed")));
    beforeEach(() => rmSync(join(folder, "failed"), { force: true }));
    afterAll(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    });

    test("is flaky, which counts as failed, and shows what both ends did", async () => {
      const result = await run("fails-once", ["api/connect/refused"]);
      expect(existsSync(join(folder, "failed"))).toBe(true);
      const [flaky] = result.results;
      expect(flaky).toMatchObject({ verdict: "flaky", runs: 3, failed: 1 });
      expect(flaky?.failure?.ladder.steps[0]).toMatchObject({
        actor: "peer",
        text: expect.stringContaining("listen {"),
      });
      const calls = flaky?.failure?.ladder.steps.filter(({ actor }) => actor === "adapter").map(({ text }) => text);
      expect(calls?.at(0)).toMatch(/^connect\(\{ host: '127.0.0.1', port: \d+ \}\)/);
      expect(calls?.at(-1)).toMatch(/^connect\(.*\) → .+ \(\d+ µs\)$/);
      expect(flaky?.failure?.code).toMatch(/^async play\(setting\) \{\n\s.*\n\}$/s);
      expect(exitStatusOf(result.results)).toBe(1);
    });

    test("is flaky, and no violation, where it hung once", async () => {
      const result = await run("hangs-once", ["api/connect/refused"], { limit: 3_000 });
      expect(result.results).toMatchObject([{ verdict: "flaky", runs: 2, failed: 1 }]);
      const [flaky] = result.results;
      expect(flaky?.actual).toMatch(
        /^it hangs; connect\(\{ host: '127.0.0.1', port: \d+ \}\) has not settled after 3\.\d s$/,
      );
      const waiting = flaky?.failure?.ladder.steps.filter(({ text }) => text.endsWith(" → has not settled"));
      expect(waiting).toMatchObject([{ actor: "adapter", text: expect.stringMatching(/^connect\(/) }]);
    });
  });

  test("whose connect is not there yet fails one case, and the others are blocked by it, without a playing", async () => {
    const result = await run("never-connects", ["api/close/**"]);
    const [first, ...others] = result.results;
    expect(first).toMatchObject({ verdict: "violation", runs: 3, failed: 3 });
    expect(others.length).toBe(6);
    const blockedBy = { id: first?.id, verdict: "violation" };
    for (const other of others) expect(other).toMatchObject({ verdict: "blocked", blockedBy, runs: 0 });
    expect(others[0]?.reason).toBe(
      `${first?.id} is a violation: already before it, a connection that is made and one that is accepted failed on tcp4: Error: connect is not there yet`,
    );
    expect(exitStatusOf(result.results)).toBe(1);
  });

  test("that hangs is not waited for again and again: the rest of an area is blocked by what hung in it, and the others are played", {
    timeout: 120_000,
  }, async () => {
    const result = await run(
      "never-reads",
      [
        "api/half-close/crossing",
        "api/half-close/read-on/**",
        "api/half-close/writable-closed",
        "api/listen/{concurrent-accepts,unclaimed}",
        "api/read/after-close/**",
        "api/read/iteration",
        "api/reset/after-data/**",
        "api/write/nothing",
      ],
      { limit: 1_000, transports: ["tcp4", "unix"] },
    );
    const of = (transport: string): unknown =>
      result.results
        .filter((one) => one.transport === transport)
        .map(({ id, verdict, runs }) => [id, `${verdict} ${runs}`]);
    expect(of("tcp4")).toEqual([
      ["api/half-close/crossing", "violation 2"],
      ["api/half-close/read-on/accepted", "violation 1"],
      ["api/half-close/read-on/connected", "blocked 0"],
      ["api/half-close/writable-closed", "blocked 0"],
      ["api/listen/concurrent-accepts", "violation 1"],
      ["api/listen/unclaimed", "violation 1"],
      ["api/read/after-close/accepted", "violation 1"],
      ["api/read/after-close/connected", "violation 1"],
      ["api/read/iteration", "blocked 0"],
      ["api/reset/after-data/accepted", "violation 1"],
      ["api/reset/after-data/connected", "blocked 0"],
      ["api/write/nothing", "pass 1"],
    ]);
    expect(of("unix")).toEqual([
      ["api/half-close/crossing", "violation 2"],
      ["api/half-close/read-on/accepted", "blocked 0"],
      ["api/half-close/read-on/connected", "blocked 0"],
      ["api/half-close/writable-closed", "blocked 0"],
      ["api/listen/concurrent-accepts", "violation 1"],
      ["api/listen/unclaimed", "blocked 0"],
      ["api/read/after-close/accepted", "violation 1"],
      ["api/read/after-close/connected", "blocked 0"],
      ["api/read/iteration", "blocked 0"],
      ["api/write/nothing", "pass 1"],
    ]);
    expect(result.results[2]).toMatchObject({
      blockedBy: { id: "api/half-close/read-on/accepted", verdict: "violation" },
      reason:
        "the adapter hangs in api/half-close, at api/half-close/crossing over tcp4, api/half-close/read-on/accepted over tcp4",
    });
    expect(exitStatusOf(result.results)).toBe(1);
    expect(faultsOf(result)).toEqual([]);
  });

  test("that prints between the lines, as one of them, is heard all the same", async () => {
    expect(verdicts(await run("prints", around))).toEqual({
      "api/close/twice": "pass",
      "api/connect/refused": "pass",
      "api/write/nothing": "pass",
    });
  });

  test("that does not declare what a case needs is not judged by it, which is no failure", async () => {
    const result = await run("has-no-ipv6", ["api/close/twice"], { transports: ["tcp4", "tcp6"] });
    expect(result.results.map(({ transport, verdict }) => [transport, verdict])).toEqual([
      ["tcp4", "pass"],
      ["tcp6", "unsupported"],
    ]);
    expect(exitStatusOf(result.results)).toBe(0);
  });

  test.each([
    ["throws", "it cannot be imported: TypeError: this runtime has no sockets"],
    ["@anysock/core", "it does not export connect, listen, bind, supports, runtime, driver; an adapter exports"],
  ])("that is none is refused: %s", async (name, why) => {
    const refused: unknown = await run(name, around).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect(refused).toMatchObject({ message: expect.stringContaining(why) });
  });
});

test.each([
  ["api/datagram/empty", "udp4"],
  ["api/option/noDelay/effect", "tcp4"],
] as const)(
  "what this machine lacks is not judged: it never reads as green, and says what to install: %s",
  async (id, transport) => {
    vi.stubEnv("PATH", here);
    const result = await run("@anysock/node", [id], { transports: [transport] }).finally(() => vi.unstubAllEnvs());
    expect(result.results[0]).toMatchObject({ verdict: "blocked", reason: "no python3 here; install python3" });
    expect(exitStatusOf(result.results)).toBe(3);
    expect(summarize(result.results).must).toMatchObject({ passed: 0, failed: 0, notJudged: 1 });
  },
);

test.each([
  ["exits", "its import ends the process: ended with exit status 3"],
  ["waits", "its import ends the process: ended with exit status 13"],
  ["waits-on", "its import has not come to its end within 20 s"],
])("what never comes back from its import is no adapter, which is no error of the suite: %s", async (name, why) => {
  const refused = run(name, around);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(`is no adapter: ${why}`);
});

describe("where python3 does not run", () => {
  const folder = mkdtempSync(join(tmpdir(), "anysock-python-"));
  beforeAll(() => {
    writeFileSync(join(folder, "python3"), '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho broken >&2\nexit 1\n', {
      mode: 0o755,
    });
    vi.stubEnv("PATH", folder);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test("that is an error of the suite, which says nothing of the adapter", async () => {
    const result = await run("@anysock/node", ["api/close/**", "api/datagram/order"], { transports: ["tcp4", "udp4"] });
    const [first, ...others] = result.results.filter(({ transport }) => transport === "tcp4");
    const reason = "the raw peer (python3) ended by itself, with status 1: broken";
    expect(first).toMatchObject({ verdict: "harness-error", reason, runs: 3, failed: 0 });
    expect(new Set(others.map(({ verdict }) => verdict))).toEqual(new Set(["blocked"]));
    expect(others[0]).toMatchObject({ blockedBy: { id: first?.id, verdict: "harness-error" } });
    const datagrams = result.results.find(({ transport }) => transport === "udp4");
    expect(datagrams).toMatchObject({ verdict: "harness-error" });
    expect(exitStatusOf(result.results)).toBe(3);
    expect(faultsOf(result)).toEqual([]);
  });
});

test("a run that is interrupted leaves no process, and gives what it has", async () => {
  const controller = new AbortController();
  const result = await run("@anysock/node", ["api/close/**"], {
    signal: controller.signal,
    onResult: () => controller.abort(),
  });
  expect(result.results.length).toBe(1);
});

/** What is wrong with its report, by the published schema. */
function faultsOf(result: AdapterTest): readonly unknown[] {
  const adapter = resolveAdapter("@anysock/node", "node", here);
  const facts = { only: around, startedAt: new Date(), partial: false, errors: [] };
  const report = JSON.parse(JSON.stringify(adapterReport(facts, { adapter, transports: ["tcp4"] }, result)));
  const schema = readFileSync(new URL("../../schema/adapter-1.json", import.meta.url), "utf8");
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(schema));
  return validate(report) ? [] : (validate.errors ?? []);
}
