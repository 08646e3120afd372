import type { Requirement, Source } from "../requirement.ts";

const sentence = (document: "RFC 862" | "RFC 863", section: string, derived?: string): Source => ({
  document,
  section,
  ...(derived === undefined ? {} : { derived }),
});
const answers = "UDP, sentence 2";

/** RFC 862 and 863 over UDP, and the tutorial's service. */
export const echoUdp: readonly Requirement[] = [
  {
    id: "ECHO-UDP-1",
    level: "MUST",
    source: sentence("RFC 862", answers),
    clause: "The data of a datagram, of any bytes and up to 1,472 of them, is sent back in an answering datagram.",
    observable: "wire",
  },
  {
    id: "ECHO-UDP-2",
    level: "MUST",
    source: sentence("RFC 862", answers, '"an answering datagram" is one'),
    clause: "A datagram is answered once, and nothing else is sent.",
    observable: "wire",
  },
  {
    id: "ECHO-UDP-3",
    level: "MUST",
    source: sentence("RFC 862", answers, "the data of an empty datagram is empty"),
    clause: "An empty datagram is answered by an empty one.",
    observable: "wire",
  },
  {
    id: "ECHO-UDP-4",
    level: "MUST",
    source: sentence(
      "RFC 862",
      "sentence 1",
      '"the originating source", which hears only whom it asked where it is connected',
    ),
    clause: "The answer goes to where the datagram came from, and comes from where it was sent to.",
    observable: "wire",
  },
  {
    id: "ECHO-UDP-5",
    level: "SHOULD",
    source: sentence(
      "RFC 862",
      answers,
      '"the data from it", however much; hosts need not take more than 576 bytes (RFC 1122, 3.3.2)',
    ),
    clause: "A datagram of the greatest length that IP can carry is answered as any other.",
    observable: "wire",
  },
  {
    id: "ECHO-UDP-6",
    level: "MUST",
    source: sentence("RFC 862", answers, "each datagram has its answer, whoever else has gone"),
    clause: "A client that has gone disturbs nobody else's answers.",
    observable: "wire",
  },
  {
    id: "ECHO-UDP-7",
    level: "MUST",
    source: sentence("RFC 862", "sentence 1", '"the originating source" of each'),
    clause: "Clients that ask at the same time each get their own answers.",
    observable: "wire",
  },
  {
    id: "ECHO-UDP-8",
    level: "MUST",
    source: { document: "anysock", section: "invariant 15" },
    clause: "The service holds nothing of a client that it has answered.",
    observable: "wire",
  },
  {
    id: "UPPER-UDP-1",
    level: "MUST",
    source: {
      document: "the tutorial",
      section: "the server: upper()",
      derived: "one datagram in, its upper case out",
    },
    clause: "A datagram is answered by one with its ASCII letters in upper case and every other byte as it is.",
    observable: "wire",
  },
  {
    id: "DISCARD-UDP-1",
    level: "MUST",
    source: sentence("RFC 863", "UDP, sentence 2"),
    clause: "No response is sent.",
    observable: "wire",
  },
];
