import type { Requirement } from "../requirement.ts";

/** A reset is an error of one connection. */
export const reset: readonly Requirement[] = [
  {
    id: "RESET-1",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "TCP, sentence 3",
      derived: 'a caller may terminate rudely; RFC 864 says so for its sibling: "the careful close or the rude abort"',
    },
    clause: "A caller's reset, at whatever moment, does not end the service for others.",
    observable: "wire",
  },
  {
    id: "RESET-2",
    level: "MUST",
    source: { document: "RFC 9293", section: "3.6 (MUST-12)" },
    clause: "A reset is reported as ECONNRESET and never as a clean end.",
    observable: "api",
  },
  {
    id: "RESET-3",
    level: "MUST",
    source: { document: "anysock", section: "invariant 5" },
    clause: "Bytes that were received before a reset are read before it is reported.",
    observable: "api",
  },
  {
    id: "RESET-4",
    level: "MUST",
    source: { document: "anysock", section: "invariant 5" },
    clause: "Every read after a reset reports it again; it never turns into a clean end.",
    observable: "api",
  },
  {
    id: "RESET-5",
    level: "MUST",
    source: { document: "RFC 9293", section: "3.10.5" },
    clause: "abort sends a reset.",
    observable: "api",
  },
  {
    id: "RESET-6",
    level: "MUST",
    source: { document: "anysock", section: "invariant 5", derived: "RFC 9293, 3.6 (MUST-12)" },
    clause: "A connection that was reset is over, and says ECONNRESET.",
    observable: "api",
  },
  {
    id: "RESET-7",
    level: "MUST",
    source: { document: "anysock", section: "invariant 9" },
    clause: "One connection's reset leaves the others as they are.",
    observable: "wire",
  },
  {
    id: "RESET-8",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 9",
      derived: "a reset connection may still be handed to accept (POSIX.1-2024, accept())",
    },
    clause: "A client that resets before it is accepted does not end accepting.",
    observable: "wire",
  },
  {
    id: "RESET-9",
    level: "MUST",
    source: { document: "anysock", section: "invariant 4" },
    clause: "abort ends a pending read with ECLOSED.",
    observable: "api",
  },
  {
    id: "RESET-10",
    level: "MUST",
    source: { document: "anysock", section: "invariant 5" },
    clause: "After a reset was reported, write and closeWrite report it too, and close says that delivery is unknown.",
    observable: "api",
  },
];
