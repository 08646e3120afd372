import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { cases, levelOf, type ServiceName, type Transport } from "@anysock/protocol-spec";
import { afterAll, describe, expect, test } from "vitest";
import { AgentProcess } from "../src/agent/process.ts";
import { services } from "../src/matrix/pair.ts";
import { playCell } from "../src/run/cell.ts";
import { type Company, closeCompany } from "../src/run/company.ts";
import { planCases } from "../src/run/plan.ts";
import { Seat } from "../src/run/seat.ts";
import { loopback } from "../src/stage/loopback.ts";
import { rawAgent } from "../src/subject/runtime.ts";
import { type RunningService, startService } from "../src/subject/service.ts";
import { hasPython } from "./peers/python-peer.ts";

// Nothing of anysock takes part: services in Python, and the raw agent at both ends.
const program = fileURLToPath(new URL("./peers/services.py", import.meta.url));
const folder = mkdtempSync(`${tmpdir()}/anysock-`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function company(transport: Transport): Company {
  const agent = (name: string) => new Seat(name, () => AgentProcess.start(rawAgent(), { name }), { trusted: true });
  const service = (name: ServiceName): [ServiceName, Seat<RunningService>] => {
    const at = transport === "unix" ? `unix:${folder}/${name}` : loopback[transport];
    return [
      name,
      new Seat(name, () => startService(name, { argv: ["python3", program, name, at] }), { trusted: false }),
    ];
  };
  const [client, server] = [agent("the client"), agent("the server")];
  return {
    client,
    server,
    services: new Map(services.map(service)),
    foreign: false,
    capabilities: async (who) => {
      if (who === "service") return null;
      return new Set((await (who === "client" ? client : server).take()).capabilities.capabilities);
    },
  };
}

describe.skipIf(!hasPython)("the specification", () => {
  test.each<Transport>(["tcp4", "tcp6", "unix"])(
    "holds of plain services and plain ends on %s",
    { timeout: 120_000 },
    async (transport) => {
      const held = company(transport);
      const results = await playCell({
        cases: planCases(cases, {
          transport,
          subjects: new Set(["service", "client", "server"]),
          services: new Set(held.services.keys()),
          chosen: () => true,
        }),
        levelOf,
        transport,
        company: held,
        seed: 862,
        pace: { roundTrip: 0.5 },
        concurrency: 6,
        signal: new AbortController().signal,
        rerun: ({ id }) => `anysock test server --only ${id}`,
      });
      await closeCompany(held);
      const others = results.filter(({ verdict }) => !["pass", "pass-alternative", "observed"].includes(verdict));
      const told = others.map(({ id, verdict, expected, actual, reason }) => ({
        id,
        verdict,
        expected,
        actual,
        reason,
      }));
      expect(told).toEqual([]);
      expect(results.length).toBeGreaterThan(180);
    },
  );
});
