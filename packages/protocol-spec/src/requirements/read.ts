import type { Requirement } from "../requirement.ts";

/** What reading gives. */
export const read: readonly Requirement[] = [
  {
    id: "READ-1",
    level: "MUST",
    source: { document: "RFC 9293", section: "2.2" },
    clause: "Reading gives every byte that the peer sent, once, in order.",
    observable: "api",
  },
  {
    id: "READ-2",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "recv()" },
    clause: "After the last byte the peer's FIN is read as the end, and so is every later read.",
    observable: "api",
  },
  {
    id: "READ-3",
    level: "MUST",
    source: { document: "anysock", section: "invariant 1", derived: "a stream does not know when its reader came" },
    clause: "Bytes that came before the first read are kept for it.",
    observable: "api",
  },
  {
    id: "READ-4",
    level: "MUST",
    source: {
      document: "POSIX.1-2024",
      section: "recv()",
      derived: "on a stream, what does not fit is left for the next call",
    },
    clause: "A read that asks for less than is there leaves the rest for the next one.",
    observable: "api",
  },
  {
    id: "READ-5",
    level: "MUST",
    source: { document: "anysock", section: "invariant 6" },
    clause: "A read that was cancelled or timed out has consumed nothing.",
    observable: "api",
  },
  {
    id: "READ-6",
    level: "MUST",
    source: { document: "anysock", section: "invariant 7" },
    clause: "A second read while one is pending is refused with EBUSY, and the first is not disturbed.",
    observable: "api",
  },
  {
    id: "READ-7",
    level: "MUST",
    source: { document: "RFC 9293", section: "2.2", derived: "a byte stream carries bytes, not characters" },
    clause: "Every byte value is read as it was sent.",
    observable: "api",
  },
  {
    id: "READ-8",
    level: "MUST",
    source: { document: "anysock", section: "invariant 6" },
    clause: "A read that was given up does not touch its memory afterwards.",
    observable: "inside",
  },
  {
    id: "READ-9",
    level: "MUST",
    source: { document: "anysock", section: "invariant 8" },
    clause:
      "Memory that is taken away from a pending read (its ArrayBuffer transferred) ends the connection with an error: bytes may have gone with it.",
    observable: "inside",
  },
];
