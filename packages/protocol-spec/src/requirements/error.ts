import type { Requirement } from "../requirement.ts";

/** What failures say. */
export const error: readonly Requirement[] = [
  {
    id: "ERROR-1",
    level: "MUST",
    source: { document: "anysock", section: "invariant 13" },
    clause: "A failure carries a code of one table, the same for the same failure on every runtime.",
    observable: {
      not: "there is no sequence of events of its own; each case that meets a failure names the codes that it may have",
    },
  },
];
