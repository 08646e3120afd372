import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type CaseResult, executable, type ServerReport } from "@anysock/conformance";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { datagramPeer } from "./datagram-peer.ts";
import { anysock, hasPython, Program, run } from "./program.ts";
import { faultsOf } from "./report-schema.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anysock-cli-datagrams-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ECHO = "server.sendto(data, peer)";

interface Tested {
  readonly status: number | null;
  readonly stdout: string;
  readonly report: ServerReport;
}

async function tested(...args: readonly string[]): Promise<Tested> {
  const file = join(folder, `${Math.random()}.json`);
  const { status, stdout } = await run("test", "server", ...args, "--seed", "1", "--json", file);
  const report = JSON.parse(readFileSync(file, "utf8")) as ServerReport;
  expect(faultsOf("report-1", report)).toEqual([]);
  return { status, stdout, report };
}

function violations({ results }: ServerReport): readonly CaseResult[] {
  return results.filter(({ verdict }) => verdict === "violation" || verdict === "flaky");
}

describe.skipIf(!hasPython)("a server of datagrams", () => {
  test("that is right passes every MUST, and the status is 0", async () => {
    const { url } = await datagramPeer(ECHO);
    const { status, stdout, report } = await tested(url);
    expect(report.results.filter(({ verdict }) => verdict !== "pass").map(({ id }) => id)).toEqual([
      "echo-udp/descriptors",
    ]);
    expect(report.subject.addresses).toMatchObject([{ url, transport: "udp4", refusal: null }]);
    expect(report.subject.addresses[0]?.roundTripMs).toBeGreaterThan(0);
    expect(stdout).toMatch(/^MUST 6\/7 \(1 n\/a\)/m);
    expect(status).toBe(0);
  });

  test("is held to what it keeps where --pid names it, and no other process is taken for it", async () => {
    const { url, program } = await datagramPeer(ECHO);
    const only = ["--only", "echo-udp/answers", "--only", "echo-udp/descriptors"];
    const { status, stdout } = await tested(url, "--pid", String(program.pid), ...only);
    expect(stdout).toMatch(/^MUST 2\/2$/m);
    expect(status).toBe(0);
    expect(await run("test", "server", url, "--pid", String(process.pid))).toEqual({
      status: 2,
      stdout: "",
      stderr: `anysock: --pid ${process.pid}: that process does not have the UDP socket at ${url}; process ${program.pid} has\n`,
    });
  });

  test.each([
    ["127.0.0.1", "localhost", "udp4"],
    ["::1", "[::1]", "udp6"],
  ])("at %s is found as %s", async (host, name, transport) => {
    const { port } = await datagramPeer(ECHO, { host });
    const { status, report } = await tested(`udp://${name}:${port}`, "--only", "echo-udp/answers");
    expect(report.results.map((result) => [result.transport, result.verdict])).toEqual([[transport, "pass"]]);
    expect(status).toBe(0);
  });

  // Side by side, because what is wrong is waited for: each time until a patience ends.
  test.concurrent.for([
    ["answers twice", "[server.sendto(data, peer) for _ in 'ab']", "echo-udp/one-answer", "ECHO-UDP-2"],
    ["cuts at 1,024", "server.sendto(data[:1024], peer)", "echo-udp/sizes", "ECHO-UDP-1"],
    ["answers no empty one", `data and ${ECHO}`, "echo-udp/empty", "ECHO-UDP-3"],
  ] as const)(
    "that %s is convicted for it, with a program that shows it, and the status is 1",
    async ([_how, body, id, said], { onTestFinished: atEnd }) => {
      const { url } = await datagramPeer(body, { atEnd });
      const { status, stdout, report } = await tested(url, "--only", "echo-udp/answers", "--only", id);
      expect(violations(report).map((result) => [result.id, result.requirements])).toEqual([[id, [said]]]);
      expect(stdout).toMatch(new RegExp(`^VIOLATION {2}MUST ${said} {2}${id} {2}udp4$`, "m"));
      expect(stdout).toContain(`npx @anysock/cli test server ${url} --service echo --only ${id} --seed 1`);
      const file = join(folder, `${Math.random()}.mjs`);
      writeFileSync(file, violations(report)[0]?.failure?.repro ?? "");
      expect((await new Program(executable("node").file, [file]).ended).stdout).toMatch(/ different\n$/);
      expect(status).toBe(1);
    },
  );

  test.concurrent("that answers nothing is a verdict in bounded time, and no server that is not there", async ({
    onTestFinished: atEnd,
  }) => {
    const { url } = await datagramPeer("pass", { atEnd });
    const { status, stdout, report } = await tested(url);
    expect(violations(report).map(({ id, actual }) => [id, actual])).toEqual([
      ["echo-udp/answers", expect.stringContaining("nothing (receive found nothing for ")],
    ]);
    expect(stdout).not.toContain("takes no datagram");
    expect(report.results.slice(1).every(({ verdict }) => verdict === "blocked")).toBe(true);
    expect(status).toBe(1);
  });

  test.concurrent("that dies is convicted by the case that it did not survive", async ({ onTestFinished: atEnd }) => {
    const { url } = await datagramPeer(`${ECHO}; data or sys.exit()`, { atEnd });
    const { status, report } = await tested(url);
    const [died] = violations(report);
    expect(died?.id).toBe("echo-udp/empty");
    expect(died?.actual).toContain("afterwards the server takes no datagram");
    expect(report.results.filter(({ blockedBy }) => blockedBy?.id === died?.id).length).toBeGreaterThan(3);
    expect(status).toBe(1);
  });

  test.concurrent.for(["echo", "discard"])(
    "that is not there is told by the first line, and %s fails",
    async (service, { onTestFinished: atEnd }) => {
      // On an address of its own, so that nobody else is given the port that it has left.
      const { url, end } = await datagramPeer("pass", { atEnd, host: "127.86.3.2" });
      await end();
      const { status, stdout, report } = await tested(url, "--service", service);
      const [first] = stdout.split("\n");
      expect(first).toBe(
        `${url} takes no datagram: nobody listens there (ECONNREFUSED). Start the server, or check the address.`,
      );
      expect(stdout).not.toContain("repro.mjs");
      expect(stdout.trimEnd().split("\n").at(-1)).toBe(`No server is there: ${url}.`);
      expect(violations(report)).toHaveLength(1);
      expect(status).toBe(1);
    },
  );
});

test("a server of streams and datagrams is held to both at once", async () => {
  const server = anysock("serve", "--service", "upper", "--listen", "tcp://:0", "--listen", "udp://:0");
  const [, tcp, udp] = await server.says(/^READY tcp (\S+)\nREADY udp (\S+)\nREADY\n/);
  const only = ["--only", "upper/hello", "--only", "upper-udp"];
  const { status, report } = await tested(`tcp://${tcp}`, `udp://${udp}`, "--service", "upper", ...only);
  expect(report.results.map(({ id, transport, verdict }) => [id, transport, verdict])).toEqual([
    ["upper/hello", "tcp4", "pass"],
    ["upper-udp/answers", "udp4", "pass"],
  ]);
  expect(status).toBe(0);
  server.child.kill("SIGTERM");
  expect((await server.ended).status).toBe(0);
});
