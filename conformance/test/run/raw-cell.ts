import { type Case, type Level, Mismatch } from "@anysock/protocol-spec";
import { afterAll, beforeAll } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { type CellSetup, playCell } from "../../src/run/cell.ts";
import { type Company, closeCompany } from "../../src/run/company.ts";
import type { CaseResult } from "../../src/run/result.ts";
import { Seat } from "../../src/run/seat.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { caseOf } from "./cases.ts";

// The raw agent is at both ends; what the cases say about it is made up.
const agent = (name: string, trusted: boolean): Seat<AgentProcess> =>
  new Seat(name, () => AgentProcess.start(rawAgent(), { name }), { trusted });
export const company: Company = {
  client: agent("the client", false),
  server: agent("the server", true),
  services: new Map(),
  foreign: false,
  capabilities: async (who) => new Set(who === "client" ? ["unix"] : []),
};
beforeAll(() => Promise.all([company.client.take(), company.server?.take()]));
afterAll(() => closeCompany(company));

/** Plays cases in a cell of these two, by the name of each. */
export async function play(
  cases: readonly Case[],
  setup: Partial<CellSetup> = {},
): Promise<Record<string, CaseResult>> {
  const results = await playCell({
    cases,
    levelOf: (one): Level =>
      one.verifies[0].startsWith("S") ? "SHOULD" : one.verifies[0].startsWith("M") ? "MAY" : "MUST",
    transport: "tcp4",
    company,
    seed: 1,
    pace: { roundTrip: 0 },
    concurrency: 4,
    signal: new AbortController().signal,
    rerun: ({ id }) => `again ${id}`,
    ...setup,
  });
  return Object.fromEntries(results.map((result) => [result.id, result]));
}

/** A case about the end that connects. */
export function clientCase(id: string, parts: Partial<Case> = {}): Case {
  return caseOf(id, { subject: "client", needs: {}, ...parts });
}

export async function fail(): Promise<never> {
  throw new Mismatch("one thing", "another");
}
