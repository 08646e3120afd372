import type { Case } from "@anysock/protocol-spec";

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
