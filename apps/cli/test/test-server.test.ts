import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CaseResult, executable, type ServerReport } from "@anysock/conformance";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { childrenOf, isAlive } from "./processes.ts";
import { anysock, end, Program, run, started, withServer } from "./program.ts";
import { faultsOf } from "./report-schema.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anysock-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Tested {
  readonly status: number | null;
  readonly stdout: string;
  readonly report: ServerReport;
}

async function tested(url: string, ...args: readonly string[]): Promise<Tested> {
  const file = join(folder, `${Math.random()}.json`);
  const { status, stdout } = await run("test", "server", url, "--seed", "1", "--json", file, ...args);
  const report = JSON.parse(readFileSync(file, "utf8")) as ServerReport;
  expect(faultsOf("report-1", report)).toEqual([]);
  return { status, stdout, report };
}

function violations({ results }: ServerReport): readonly CaseResult[] {
  return results.filter(({ verdict }) => verdict === "violation" || verdict === "flaky");
}

/** What the ten lines that need no suite say, while the server is still there. */
async function reproduced(result: CaseResult | undefined): Promise<string> {
  const file = join(folder, `${Math.random()}.mjs`);
  writeFileSync(file, result?.failure?.repro ?? "");
  const repro = new Program(executable("node").file, [file]);
  return (await repro.ended).stdout;
}

test("a right server passes every MUST, and the status is 0", async () => {
  await withServer("right", async (url) => {
    const { status, stdout, report } = await tested(url);
    expect(violations(report)).toEqual([]);
    // Cases are counted in the one line, requirements in the other: a requirement may have several.
    const [, ids = ""] =
      /^n\/a, which counts against nobody: (?=.*--pid names it)([^(]+) \(\d+ cases\)/m.exec(stdout) ?? [];
    expect(stdout).toMatch(new RegExp(`^MUST \\d+/\\d+ \\(${ids.split(", ").length} n/a\\)`, "m"));
    expect(stdout).toMatch(/^No MUST failed; n\/a is no failure\.$/m);
    expect(report.partial).toBe(false);
    expect(report.summary.must.passed).toBeGreaterThan(15);
    expect(status).toBe(0);
  });
});

test("a server on a Unix path is tested as one on TCP", async () => {
  await withServer(
    "right",
    async (url) => {
      const { status, report } = await tested(url, "--only", "half-close");
      expect(report.subject.addresses).toMatchObject([{ transport: "unix", refusal: null }]);
      expect(status).toBe(0);
    },
    join(folder, "echo.sock"),
  );
});

// Those below are judged side by side where nothing but time passes: what is wrong is waited for, each time until a patience ends.
test.concurrent.each([
  ["dropsTail", "half-close", /HALFCLOSE|ECHO/],
  ["closesBeforeFlushing", "half-close", /HALFCLOSE/],
  ["oneAtATime", "isolation", /ISOLATION/],
  ["garbage", "echo", /ECHO-TCP-2/],
])(
  "a server that is wrong (%s) is convicted for it, with the reason, and the status is 1",
  async (name, only, requirement) => {
    await withServer(name, async (url) => {
      const { status, stdout, report } = await tested(url, "--only", only, "--only", "echo/answers");
      const convicted = violations(report).flatMap(({ requirements }) => requirements);
      expect(convicted.join(" ")).toMatch(requirement);
      expect(stdout).toMatch(/^VIOLATION {2}MUST /m);
      expect(stdout).toMatch(/^ {2}expected {2}\S/m);
      expect(stdout).toMatch(/^ {2}actual {4}\S/m);
      expect(stdout).toContain(`npx @anysock/cli test server ${url} --service echo --only `);
      expect(await reproduced(violations(report).at(-1))).toMatch(/different|nothing more|ECONNRESET/);
      expect(status).toBe(1);
    });
  },
);

test.concurrent("a server that accepts and never answers is a verdict in bounded time", async () => {
  await withServer("neverAnswers", async (url) => {
    const { status, report } = await tested(url);
    const answers = report.results.find(({ id }) => id === "echo/answers");
    expect(answers).toMatchObject({ verdict: "violation", actual: expect.stringContaining("ETIMEDOUT") });
    expect(report.summary.blocked).toBeGreaterThan(5);
    expect(status).toBe(1);
  });
});

test.concurrent("a server that never stops sending is convicted by the first byte too many, in bounded time", async () => {
  await withServer("neverStops", async (url) => {
    const { status, report } = await tested(url);
    const answers = report.results.find(({ id }) => id === "echo/one-byte");
    expect(answers).toMatchObject({ verdict: "violation" });
    expect(report.results.filter(({ verdict }) => verdict === "harness-error")).toEqual([]);
    expect(report.results.filter(({ durationMs }) => durationMs > 20_000)).toEqual([]);
    expect(status).toBe(1);
  });
});

test.concurrent("a server that dies is convicted by the case that it did not survive", async () => {
  await withServer("diesAtReset", async (url) => {
    const { status, report } = await tested(url, "--only", "connect/accepted", "--only", "echo", "--only", "reset");
    const [died] = violations(report);
    expect(died?.id).toMatch(/^reset\//);
    expect(died?.actual).toContain("afterwards the server takes no connection");
    expect(report.results.at(-1)).toMatchObject({ verdict: "blocked", blockedBy: { id: died?.id } });
    expect(status).toBe(1);
  });
});

test.concurrent("a reader that goes away ends the run, and leaves no process", async ({ onTestFinished }) => {
  await withServer("neverAnswers", async (url) => {
    const program = started("test", "server", url);
    onTestFinished(() => end(program));
    await program.says(/violation/);
    const children = childrenOf(program.pid);
    program.child.stdout?.destroy();
    expect((await program.ended).status).toBe(141);
    expect(children.filter(isAlive)).toEqual([]);
  });
});

/** The URL of a port at which nobody listens; on an address of its own, so that nobody else is given the port that was left. */
async function nobody(): Promise<string> {
  const host = "127.86.3.1";
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `tcp://${host}:${port}`;
}

test("where nobody listens the first line says so and what to do, nothing else is judged, and the status is 1", async () => {
  const url = await nobody();
  const { status, stdout, report } = await tested(url);
  const [first] = stdout.split("\n");
  expect(first).toBe(
    `${url} takes no connection: nobody listens there (ECONNREFUSED). Start the server, or check the address.`,
  );
  expect(stdout).not.toContain("repro.mjs");
  expect(stdout).toMatch(/^not judged: \d+ cases, blocked by connect\/accepted$/m);
  expect(stdout).toMatch(/^MUST 0\/\d+ \(1 failed, \d+ not judged\)/m);
  expect(stdout).toMatch(/^1 MUST failed: CONNECT-1\.$/m);
  expect(violations(report)).toHaveLength(1);
  expect(new Set(report.results.slice(1).map(({ verdict }) => verdict))).toEqual(new Set(["blocked"]));
  expect(status).toBe(1);
});

test("a Unix path that is not there is a server that is not there", async () => {
  const { status, stdout } = await tested(`unix:${join(folder, "nobody.sock")}`);
  expect(stdout).toMatch(/^unix:\S+ takes no connection: no such path \(ENOENT\)\. Start the server, or check/);
  expect(status).toBe(1);
});

test("a server that is not there fails whichever cases are chosen, and one that is there is judged beside it", async () => {
  const gone = await nobody();
  const burst = await tested(gone, "--only", "isolation/burst");
  expect(burst.stdout).toContain(`No server is there: ${gone}.`);
  expect(burst.status).toBe(1);
  const path = join(folder, "beside.sock");
  await withServer(
    "right",
    async (url) => {
      const { status, stdout, report } = await tested(url, gone, "--only", "echo/answers", "--only", "connect");
      expect(stdout.trimEnd().split("\n").at(-1)).toBe(`No server is there: ${gone}.`);
      expect(violations(report).map(({ transport }) => transport)).toEqual(["tcp4"]);
      expect(report.results.filter(({ verdict }) => verdict === "pass").map(({ transport }) => transport)).toEqual([
        "unix",
        "unix",
      ]);
      expect(status).toBe(1);
    },
    path,
  );
});

test("with - as FILE stdout carries the report alone", async () => {
  await withServer("right", async (url) => {
    const { status, stdout, stderr } = await run("test", "server", url, "--only", "echo/answers", "--json", "-");
    expect(faultsOf("report-1", JSON.parse(stdout))).toEqual([]);
    expect(stderr).toContain("MUST 1/1");
    expect(status).toBe(0);
  });
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s ends a run with status %i, with a partial report and without a process left",
  async (signal, status) => {
    // Nothing is ever answered, so the run is in the middle of it when the first connection has come.
    const server = createServer((socket) => socket.on("error", () => {}).resume()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const program = anysock("test", "server", `tcp://127.0.0.1:${port}`, "--json", "-");
    await once(server, "connection");
    const children = childrenOf(program.pid);
    expect(children.length).toBeGreaterThan(0);
    program.child.kill(signal);
    const ended = await program.ended;
    server.close();
    expect(ended.status).toBe(status);
    const report = JSON.parse(ended.stdout) as ServerReport;
    expect(report.partial).toBe(true);
    expect(faultsOf("report-1", report)).toEqual([]);
    expect(children.filter(isAlive)).toEqual([]);
  },
);

test("a program of the suite that dies says nothing about the server: the status is 3", async () => {
  const server = createServer((socket) => socket.on("error", () => {}).resume()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const program = anysock("test", "server", `tcp://127.0.0.1:${port}`, "--json", "-");
  await once(server, "connection");
  for (const pid of childrenOf(program.pid)) process.kill(pid, "SIGKILL");
  const { status, stdout, stderr } = await program.ended;
  server.close();
  const report = JSON.parse(stdout) as ServerReport;
  expect(faultsOf("report-1", report)).toEqual([]);
  expect(report.partial).toBe(true);
  expect(violations(report)).toEqual([]);
  expect(stderr).toContain("was ended by SIGKILL");
  expect(status).toBe(3);
});
