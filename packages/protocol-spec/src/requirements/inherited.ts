import type { Requirement } from "../requirement.ts";

/** Descriptors that somebody else has opened. */
export const inherited: readonly Requirement[] = [
  {
    id: "INHERITED-1",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 14",
      derived: "a descriptor is its opener's until it is taken over",
    },
    clause:
      "A descriptor that is no listening stream socket is refused with EINVAL, and where listening fails, for whatever reason, it stays as it was.",
    observable: "inside",
  },
  {
    id: "INHERITED-2",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "accept()", derived: "blocks, if O_NONBLOCK is not set" },
    clause: "Listening and accepting on a descriptor that blocks does not hold up the process.",
    observable: "inside",
  },
];
