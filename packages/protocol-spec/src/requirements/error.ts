import type { Requirement } from "../requirement.ts";

/** What failures say. */
export const error: readonly Requirement[] = [
  {
    id: "ERROR-1",
    level: "MUST",
    source: { document: "anysock", section: "invariant 13" },
    clause: "A failure carries a code of one table, the same for the same failure on every runtime.",
    observable: "inside",
  },
];
