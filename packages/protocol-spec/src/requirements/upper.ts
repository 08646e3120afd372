import type { Requirement } from "../requirement.ts";

/** The tutorial's service: one answer in capitals. */
export const upper: readonly Requirement[] = [
  {
    id: "UPPER-1",
    level: "MUST",
    source: { document: "the tutorial", section: "the server: request and answer" },
    clause: "The answer is a non-empty prefix of what the client sent, with ASCII letters in upper case.",
    observable: "wire",
  },
  {
    id: "UPPER-2",
    level: "SHOULD",
    source: {
      document: "the tutorial",
      section: "the server: request and answer",
      derived: "a stream has no messages, but a small segment arrives whole in practice",
    },
    clause: "The whole of one small message is answered.",
    observable: "wire",
  },
  {
    id: "UPPER-3",
    level: "MUST",
    source: { document: "the tutorial", section: "the server: close" },
    clause: "The service ends the connection after its one answer, though the client has not.",
    observable: "wire",
  },
  {
    id: "UPPER-4",
    level: "MUST",
    source: {
      document: "the tutorial",
      section: "the server: upper()",
      derived: "bytes.upper() changes ASCII letters alone",
    },
    clause: "Every byte but a to z is answered as it is.",
    observable: "wire",
  },
  {
    id: "UPPER-5",
    level: "MUST",
    source: { document: "the tutorial", section: "the server: recv(1024)" },
    clause: "At most 1,024 bytes are answered.",
    observable: "wire",
  },
  {
    id: "UPPER-6",
    level: "MUST",
    source: { document: "the tutorial", section: "the server: accept, in a loop" },
    clause: "The service goes on serving others, also while a client is silent.",
    observable: "wire",
  },
  {
    id: "UPPER-7",
    level: "MUST",
    source: { document: "the tutorial", section: "the server: recv(1024)", derived: "no data is no request" },
    clause: "A client that leaves without a word is answered nothing, and its connection ends.",
    observable: "wire",
  },
  {
    id: "UPPER-8",
    level: "MUST",
    source: { document: "the tutorial", section: "the server: upper()", derived: "bytes.upper() takes any bytes" },
    clause: "Bytes that are no valid UTF-8 are answered like any others.",
    observable: "wire",
  },
  {
    id: "UPPER-9",
    level: "MUST",
    source: { document: "the tutorial", section: "the server: recv(1024)", derived: "recv waits" },
    clause: "A client may wait before it sends its request.",
    observable: "wire",
  },
  {
    id: "UPPER-10",
    level: "SHOULD",
    source: {
      document: "RFC 9293",
      section: "3.6.1",
      derived: "closing with unread data resets the connection, which may take the answer along",
    },
    clause: "A client that sends more than 1,024 bytes reads the answer and then the end, not a reset.",
    observable: "wire",
  },
];
