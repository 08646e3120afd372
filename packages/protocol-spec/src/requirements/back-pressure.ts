import type { Requirement } from "../requirement.ts";

/** A peer that does not read costs the other end a bounded amount of memory and no byte. */
export const backPressure: readonly Requirement[] = [
  {
    id: "BACKPRESSURE-1",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 2",
      derived:
        "RFC 862 answers all data and RFC 9293, 3.8.6 lets a receiver hold back its sender; what the kernels do not hold, the server does",
    },
    clause: "A service stops taking data from a caller who reads nothing of the echo, instead of collecting it.",
    observable: "wire",
  },
  {
    id: "BACKPRESSURE-2",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "TCP, sentence 2",
      derived: "flow control delays, it never discards (RFC 9293, 3.8)",
    },
    clause: "Nothing is lost, doubled or reordered however long the caller reads nothing.",
    observable: "wire",
  },
  {
    id: "BACKPRESSURE-3",
    level: "MUST",
    source: { document: "anysock", section: "invariant 2" },
    clause: "A connection whose peer does not read costs at most 1 MiB of user-space memory.",
    observable: "wire",
  },
  {
    id: "BACKPRESSURE-4",
    level: "MUST",
    source: { document: "anysock", section: "invariant 2" },
    clause:
      "A write to a peer that does not read stays pending instead of being collected in memory: 1 MiB at most is.",
    observable: "api",
  },
  {
    id: "BACKPRESSURE-5",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 2",
      derived: "RFC 9293, 3.8.6: the window closes when the user does not receive",
    },
    clause: "Nothing is read from the system while nobody reads, beyond 1 MiB, so that the peer's writes stall.",
    observable: "api",
  },
  {
    id: "BACKPRESSURE-6",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 2",
      derived: "one connection's window says nothing about another's",
    },
    clause: "A caller who reads slowly or not at all does not delay another one.",
    observable: "wire",
  },
  {
    id: "BACKPRESSURE-7",
    level: "MAY",
    source: { document: "RFC 9293", section: "3.8.6" },
    clause: "How much is taken before the sender stalls is up to the buffers of both systems.",
    observable: "wire",
  },
];
