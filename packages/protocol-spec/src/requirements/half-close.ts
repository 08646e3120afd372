import type { Requirement } from "../requirement.ts";

/** Each direction ends by its own FIN. */
export const halfClose: readonly Requirement[] = [
  {
    id: "HALFCLOSE-1",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "TCP, sentence 3",
      derived: "with RFC 9293, 3.6: the caller's FIN ends only the caller's sending",
    },
    clause: "After the caller's FIN everything that was received before it is still sent back.",
    observable: "wire",
  },
  {
    id: "HALFCLOSE-2",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "TCP, sentence 3",
      derived: "the caller has terminated, so the service no longer continues",
    },
    clause: "When all of it has been sent back, the service ends its own direction in bounded time.",
    observable: "wire",
  },
  {
    id: "HALFCLOSE-3",
    level: "MUST",
    source: {
      document: "RFC 9293",
      section: "3.6",
      derived: 'CLOSE means "I have no more data to send"; a reset would discard data',
    },
    clause: "That end is a FIN, never a reset.",
    observable: "wire",
  },
  {
    id: "HALFCLOSE-4",
    level: "MUST",
    source: { document: "RFC 9293", section: "3.6, case 1" },
    clause: "After our own FIN reading goes on until the peer's FIN.",
    observable: "api",
  },
  {
    id: "HALFCLOSE-5",
    level: "MUST",
    source: { document: "RFC 9293", section: "3.6, case 2", derived: 'the user "may also send" until its own CLOSE' },
    clause: "After the peer's FIN writing goes on until our own.",
    observable: "api",
  },
  {
    id: "HALFCLOSE-6",
    level: "MUST",
    source: { document: "RFC 9293", section: "3.10.4" },
    clause: "FIN follows every byte that was given to write before it.",
    observable: "api",
  },
  {
    id: "HALFCLOSE-7",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "shutdown()" },
    clause: "closeWrite sends a FIN and nothing else.",
    observable: "api",
  },
  {
    id: "HALFCLOSE-8",
    level: "MUST",
    source: {
      document: "POSIX.1-2024",
      section: "write()",
      derived: "[EPIPE]: the connection is shut down for writing",
    },
    clause: "A write after our own FIN is refused with EPIPE, and nothing of it is sent.",
    observable: "api",
  },
  {
    id: "HALFCLOSE-9",
    level: "MUST",
    source: { document: "RFC 9293", section: "3.6, case 3" },
    clause: "FINs that cross each other are a close in good order for both ends.",
    observable: "api",
  },
  {
    id: "HALFCLOSE-10",
    level: "MUST",
    source: { document: "anysock", section: "invariant 3" },
    clause: "A stream is half-open without being asked: the peer's FIN alone ends nothing but reading.",
    observable: "api",
  },
  {
    id: "HALFCLOSE-11",
    level: "MUST",
    source: { document: "anysock", section: "invariant 3" },
    clause: "The two Web Stream halves of a connection end independently.",
    observable: "inside",
  },
];
