import type { Requirement } from "../requirement.ts";

/** What writing promises. */
export const write: readonly Requirement[] = [
  {
    id: "WRITE-1",
    level: "MUST",
    source: { document: "anysock", section: "invariant 1", derived: "RFC 9293, 2.2 promises it for TCP" },
    clause: "Every byte that write accepted arrives once and in order.",
    observable: "api",
  },
  {
    id: "WRITE-2",
    level: "MUST",
    source: { document: "anysock", section: "invariant 1" },
    clause: "Writes that are made at the same time are sent in the order of their calls and never interleave.",
    observable: "api",
  },
  {
    id: "WRITE-3",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "send()", derived: "a blocking send takes all of it" },
    clause: "A write larger than every kernel buffer is sent whole.",
    observable: "api",
  },
  {
    id: "WRITE-4",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "send()", derived: "[EPIPE], [ECONNRESET]" },
    clause: "Writing to a peer that has closed fails with EPIPE or ECONNRESET in bounded time.",
    observable: "api",
  },
  {
    id: "WRITE-5",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "send()", derived: "a stream has no empty messages" },
    clause: "A write of no bytes sends nothing and ends nothing.",
    observable: "api",
  },
  {
    id: "WRITE-6",
    level: "MUST",
    source: {
      document: "RFC 9293",
      section: "2.2",
      derived: '"data can be passed in both directions" over one connection, independently',
    },
    clause: "Reading goes on while a write is pending, and writing while a read is.",
    observable: "api",
  },
  {
    id: "WRITE-7",
    level: "MUST",
    source: { document: "RFC 9293", section: "3.10.7.4", derived: 'outstanding SENDs receive "reset" responses' },
    clause: "A pending write fails with ECONNRESET or EPIPE when the peer resets.",
    observable: "api",
  },
  {
    id: "WRITE-8",
    level: "MUST",
    source: { document: "RFC 9293", section: "2.2", derived: "a byte stream carries bytes, not characters" },
    clause: "Every byte value is sent as it was written.",
    observable: "api",
  },
  {
    id: "WRITE-9",
    level: "MUST",
    source: { document: "anysock", section: "invariant 1" },
    clause: "A write of an array sends what a write of its concatenation sends.",
    observable: "api",
  },
  {
    id: "WRITE-10",
    level: "MUST",
    source: { document: "anysock", section: "invariant 1" },
    clause: "Once a write has settled, the memory that it was given is the caller's again.",
    observable: "api",
  },
  {
    id: "WRITE-11",
    level: "MUST",
    source: { document: "anysock", section: "invariant 6" },
    clause:
      "A write that is given up after it has started resets the connection, so that a part is never taken for the whole.",
    observable: "api",
  },
  {
    id: "WRITE-12",
    level: "MUST",
    source: { document: "anysock", section: "invariant 1" },
    clause:
      "Memory that is taken away from a write before it was sent (its ArrayBuffer transferred) ends the connection: a part is never told to be the whole.",
    observable: "inside",
  },
];
