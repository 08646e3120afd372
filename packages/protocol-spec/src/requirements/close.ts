import type { Requirement } from "../requirement.ts";

/** Closing in good order. */
export const close: readonly Requirement[] = [
  {
    id: "CLOSE-1",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 4",
      derived: "RFC 9293, 3.10.4: a CLOSE waits for all preceding SENDs",
    },
    clause:
      "A close that says true has lost no byte that was written, to a peer that reads to our end and then sends its FIN.",
    observable: "api",
  },
  {
    id: "CLOSE-2",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 4",
      derived: "RFC 9293, 3.6.1: closing with unread data may reset the connection and lose what was sent",
    },
    clause: "Bytes that the peer sends meanwhile do not make a close lose what was written.",
    observable: "api",
  },
  {
    id: "CLOSE-3",
    level: "MUST",
    source: { document: "anysock", section: "invariant 4" },
    clause: "close ends a pending read with ECLOSED.",
    observable: "api",
  },
  {
    id: "CLOSE-4",
    level: "MUST",
    source: { document: "anysock", section: "invariant 4" },
    clause: "close may be called twice; both calls settle.",
    observable: "api",
  },
  {
    id: "CLOSE-5",
    level: "MUST",
    source: { document: "anysock", section: "invariant 4" },
    clause: "close settles in bounded time, and says false, when the peer's FIN does not come.",
    observable: "api",
  },
  {
    id: "CLOSE-6",
    level: "MUST",
    source: { document: "anysock", section: "invariant 5", derived: "RFC 9293, 3.6 (MUST-12)" },
    clause: "A connection that ended by both FINs reports no error.",
    observable: "api",
  },
  {
    id: "CLOSE-7",
    level: "SHOULD",
    source: { document: "RFC 9293", section: "3.6.1" },
    clause:
      "An end that is closed at once with unread data resets the connection, so that the peer learns of the loss.",
    observable: "api",
  },
  {
    id: "CLOSE-8",
    level: "MUST",
    source: { document: "RFC 9293", section: "3.6", derived: "an end of either kind is visible" },
    clause: "A peer that is closed at once is seen to end, by FIN or by reset, in bounded time.",
    observable: "api",
  },
  {
    id: "CLOSE-9",
    level: "MUST",
    source: { document: "anysock", section: "invariant 3", derived: "either end may be the first to close" },
    clause: "The end that listens may close first, and the other still reads all of it and then the end.",
    observable: "api",
  },
  {
    id: "CLOSE-10",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 4",
      derived: "RFC 9293, 3.10.7.4: a reset in CLOSE-WAIT ends the connection, and its users are told",
    },
    clause: "A close says false where the peer has reset the connection, also behind a FIN that was read before.",
    observable: "api",
  },
];
