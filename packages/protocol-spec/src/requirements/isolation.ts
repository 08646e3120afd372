import type { Requirement } from "../requirement.ts";

/** Many clients, one after the other and at once. */
export const isolation: readonly Requirement[] = [
  {
    id: "ISOLATION-1",
    level: "MUST",
    source: { document: "the tutorial", section: "step: accept, in a loop" },
    clause: "A service goes on with the next client after one has left.",
    observable: "wire",
  },
  {
    id: "ISOLATION-2",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "TCP, sentence 1",
      derived: '"listens for TCP connections", in the plural, and answers "any data" on each',
    },
    clause: "Clients are served at the same time: one that is silent does not hold up another.",
    observable: "wire",
  },
  {
    id: "ISOLATION-3",
    level: "MUST",
    source: { document: "RFC 862", section: "sentence 1", derived: '"back to the originating source"' },
    clause: "What one client sends comes back to that client alone.",
    observable: "wire",
  },
  {
    id: "ISOLATION-4",
    level: "MUST",
    source: { document: "anysock", section: "invariant 9", derived: "RFC 862 knows no limit" },
    clause: "512 connections are held open at once, and all of them are served.",
    observable: "wire",
  },
  {
    id: "ISOLATION-5",
    level: "SHOULD",
    source: {
      document: "anysock",
      section: "invariant 9",
      derived: "the default backlog of POSIX.1-2024, listen() is at least 128 on Linux",
    },
    clause: "A simultaneous burst of 128 connects is served.",
    observable: "wire",
  },
  {
    id: "ISOLATION-6",
    level: "MUST",
    source: { document: "anysock", section: "invariant 3" },
    clause: "The end of one connection leaves the others as they are.",
    observable: "wire",
  },
  {
    id: "ISOLATION-7",
    level: "MUST",
    source: { document: "anysock", section: "invariant 9", derived: "RFC 862 knows no limit" },
    clause: "64 connections are held open at once, and all of them are served.",
    observable: "wire",
  },
];
