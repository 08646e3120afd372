import type { Requirement } from "../requirement.ts";

/** Accepting. */
export const accept: readonly Requirement[] = [
  {
    id: "ACCEPT-1",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "accept()", derived: '"the first connection on the queue"' },
    clause: "Connections are handed out in the order in which they were made.",
    observable: "api",
  },
  {
    id: "ACCEPT-2",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "accept()" },
    clause: "An accepted connection knows the address of its client.",
    observable: "api",
  },
  {
    id: "ACCEPT-3",
    level: "MUST",
    source: { document: "anysock", section: "invariant 1", derived: "a stream does not know when it was accepted" },
    clause: "What a client sends before it is accepted is kept, and so is its FIN.",
    observable: "api",
  },
  {
    id: "ACCEPT-4",
    level: "MUST",
    source: { document: "anysock", section: "invariant 9" },
    clause:
      "Connections that nobody claims are bounded; what exceeds the bound is reset or stays in the system's queue.",
    observable: "api",
  },
  {
    id: "ACCEPT-5",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "accept()", derived: "blocks until a connection is present" },
    clause: "An accept that waits is given the next connection, and each connection is given to one accept.",
    observable: "api",
  },
  {
    id: "ACCEPT-6",
    level: "MUST",
    source: { document: "the tutorial", section: "step: accept, in a loop" },
    clause: "Many clients at once are all accepted.",
    observable: "api",
  },
  {
    id: "ACCEPT-7",
    level: "MUST",
    source: { document: "anysock", section: "invariant 9" },
    clause: "Closing one accepted connection leaves the others as they are.",
    observable: "api",
  },
  {
    id: "ACCEPT-8",
    level: "MUST",
    source: { document: "anysock", section: "invariant 6" },
    clause: "An accept that timed out has taken no connection.",
    observable: "api",
  },
  {
    id: "ACCEPT-9",
    level: "MUST",
    source: { document: "anysock", section: "invariant 9" },
    clause: "Running out of descriptors ends neither the process nor accepting, which goes on once some are free.",
    observable: "inside",
  },
];
