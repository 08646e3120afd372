import type { Requirement } from "../requirement.ts";

/** What cannot be. */
export const input: readonly Requirement[] = [
  {
    id: "INPUT-1",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 13",
      derived: "the table of refusals has an argument in each row",
    },
    clause:
      "An argument that cannot be is refused before anything starts, with its name and what is accepted, the same on every runtime.",
    // A program without types gives them, which no agent is told to.
    observable: "inside",
  },
];
