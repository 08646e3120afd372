import type { Requirement } from "../requirement.ts";

/** RFC 863: what comes in is thrown away. */
export const discard: readonly Requirement[] = [
  {
    id: "DISCARD-1",
    level: "MUST",
    source: { document: "RFC 863", section: "TCP, sentence 2" },
    clause: "No response is sent.",
    observable: "wire",
  },
  {
    id: "DISCARD-2",
    level: "MUST",
    source: { document: "RFC 863", section: "TCP, sentence 2" },
    clause: "Any data received is taken and thrown away, however much it is.",
    observable: "wire",
  },
  {
    id: "DISCARD-3",
    level: "MUST",
    source: { document: "RFC 863", section: "TCP, sentence 3" },
    clause: "This continues until the calling user terminates the connection.",
    observable: "wire",
  },
  {
    id: "DISCARD-4",
    level: "MUST",
    source: {
      document: "RFC 863",
      section: "TCP, sentence 3",
      derived: "when the caller has terminated, so does the service",
    },
    clause: "After the caller's FIN the service ends its own direction in bounded time.",
    observable: "wire",
  },
  {
    id: "DISCARD-5",
    level: "MUST",
    source: { document: "RFC 863", section: "TCP, sentence 2", derived: "what is thrown away is not kept" },
    clause: "Discarded data is not kept in memory.",
    observable: "wire",
  },
  {
    id: "DISCARD-6",
    level: "MUST",
    source: {
      document: "RFC 863",
      section: "TCP, sentence 1",
      derived: 'a caller may terminate rudely, and "connections" are many',
    },
    clause: "The service goes on for others while a client is connected and after one has reset.",
    observable: "wire",
  },
];
