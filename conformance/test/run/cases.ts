import type { Case, VerdictName } from "@anysock/protocol-spec";
import type { CaseResult } from "../../src/run/result.ts";

/** A case that passes, but for what is said otherwise. */
export function caseOf(id: string, parts: Partial<Case> = {}): Case {
  return {
    id,
    title: `${id} is as it should be`,
    verifies: ["A-1"],
    subject: "service",
    convicts: "",
    needs: { service: "echo" },
    play: async () => {},
    ...parts,
  };
}

/** What came of a case of a service on tcp4, but for what is said otherwise. */
export function result(verdict: VerdictName, requirement: string, parts: Partial<CaseResult> = {}): CaseResult {
  return {
    id: `case/${requirement}`,
    title: "",
    requirements: [requirement],
    level: "MUST",
    subject: "service",
    transport: "tcp4",
    service: "echo",
    verdict,
    durationMs: 1,
    runs: 1,
    failed: 0,
    ...parts,
  };
}
