import type { Requirement } from "../requirement.ts";

/** RFC 868: the time, for programs. */
export const time: readonly Requirement[] = [
  {
    id: "TIME-1",
    level: "MUST",
    source: { document: "RFC 868", section: "TCP, the answer" },
    clause:
      "When the connection is established the server returns a 32-bit value, and nothing besides; nothing at all if it cannot determine the time.",
    observable: "wire",
  },
  {
    id: "TIME-2",
    level: "MUST",
    source: {
      document: "RFC 868",
      section: "The Time",
      derived: "a binary number on the wire is in network byte order; in 2036 the 32 bits are full, and it begins anew",
    },
    clause: "The value is the number of seconds since 1900-01-01 00:00 GMT.",
    observable: "wire",
  },
  {
    id: "TIME-3",
    level: "MUST",
    source: { document: "RFC 868", section: "TCP, the answer" },
    clause: "The server closes the connection after its answer, though the client has not.",
    observable: "wire",
  },
  {
    id: "TIME-4",
    level: "MUST",
    source: {
      document: "RFC 868",
      section: "TCP, the answer",
      derived: "it listens again for the next connection, whatever has become of the one before",
    },
    clause: "The service goes on for others while a client is connected and after one has reset.",
    observable: "wire",
  },
  {
    id: "TIME-5",
    level: "SHOULD",
    source: { document: "RFC 868", section: "TCP, the last sentence" },
    clause:
      "A server that is unable to determine the time refuses the connection, or closes it without sending anything.",
    observable: { not: "nobody but the server knows whether it can determine the time" },
  },
  {
    id: "TIME-UDP-1",
    level: "MUST",
    source: {
      document: "RFC 868",
      section: "UDP, the answer",
      derived: "who cannot determine the time discards the datagram, and then there is no service to speak of",
    },
    clause: "An empty datagram is answered by one with the 32 bits of the time, and nothing besides.",
    observable: "wire",
  },
];
