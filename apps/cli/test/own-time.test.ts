import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerReport } from "@anysock/conformance";
import { expect, onTestFinished, test, vi } from "vitest";
import { OwnTime } from "./own-time.ts";
import { childrenOf } from "./processes.ts";
import { anysock, withServer } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

/**
 * By how much the suite waits longer for each millisecond of round trip: so many windows of negative claims does it watch.
 * Measured with round trips of 13, 19 and 30 ms, at which it waited 5.0, 6.1 and 8.3 s.
 */
const WAITING_PER_ROUND_TRIP = 192;

test("a right server that answers within a millisecond is judged within 10 s of the suite's own time", async () => {
  await withServer("right", async (url, server) => {
    const folder = mkdtempSync(join(tmpdir(), "anysock-time-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "report.json");
    const began = performance.now();
    const program = anysock("test", "server", url, "--seed", "1", "--json", file);
    const own = new OwnTime(() => [server, program.pid, ...childrenOf(program.pid)]);
    const { status } = await program.ended;
    const took = performance.now() - began;
    const { computing, waiting } = own.stop();
    expect(status).toBe(0);
    const report = JSON.parse(readFileSync(file, "utf8")) as ServerReport;
    // On a busy machine this server answers later: what the suite waits longer for that is not in its time.
    const beyond = Math.max(0, (report.subject.addresses[0]?.roundTripMs ?? 0) - 1);
    const needed = computing + Math.max(0, waiting - beyond * WAITING_PER_ROUND_TRIP);
    expect(Math.min(took, needed)).toBeLessThan(10_000);
  });
});
