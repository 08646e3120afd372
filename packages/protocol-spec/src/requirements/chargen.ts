import type { Requirement } from "../requirement.ts";

/** RFC 864: characters, for as long as the client wants them. */
export const chargen: readonly Requirement[] = [
  {
    id: "CHARGEN-1",
    level: "MUST",
    source: { document: "RFC 864", section: "TCP, sentence 2" },
    clause: "Once a connection is established a stream of data is sent, without a word from the client.",
    observable: "wire",
  },
  {
    id: "CHARGEN-2",
    level: "MUST",
    source: { document: "RFC 864", section: "TCP, sentence 3" },
    clause: "The stream goes on until the calling user terminates the connection.",
    observable: "wire",
  },
  {
    id: "CHARGEN-3",
    level: "MUST",
    source: { document: "RFC 864", section: "TCP, sentence 2" },
    clause: "Any data received meanwhile is taken and thrown away.",
    observable: "wire",
  },
  {
    id: "CHARGEN-4",
    level: "MUST",
    source: {
      document: "RFC 864",
      section: "TCP, sentence 5",
      derived:
        'what it "should be prepared for" in one client, "either the careful close or the rude abort", must not end it for the others',
    },
    clause: "The service goes on for others while a client is connected and after one has reset.",
    observable: "wire",
  },
  {
    id: "CHARGEN-5",
    level: "MUST",
    source: {
      document: "RFC 864",
      section: "TCP, sentence 6",
      derived: "flow control limits what is sent, so what is not sent need not be kept",
    },
    clause: "What a client does not read stops the stream to it, and is not collected in memory.",
    observable: "wire",
  },
  {
    id: "CHARGEN-6",
    level: "MAY",
    source: {
      document: "RFC 864",
      section: "TCP, sentence 3",
      derived:
        "who takes the client's FIN, its careful close, for the termination ends; who says that it ends the client's sending alone (RFC 9293, 3.6) goes on",
    },
    clause: "The service may end its own direction at the client's FIN.",
    observable: "wire",
  },
  {
    id: "CHARGEN-7",
    level: "MAY",
    source: { document: "RFC 864", section: "Data Syntax, sentences 1 and 3" },
    clause:
      "The data may be anything; one popular pattern is lines of 72 characters, each beginning one further in the ring of the 95 that print.",
    observable: "wire",
  },
  {
    id: "CHARGEN-8",
    level: "SHOULD",
    source: { document: "RFC 864", section: "Data Syntax, sentence 2" },
    clause: "The data has a recognizable pattern.",
    observable: {
      not: "what can be recognized is for people to say: CHARGEN-7 tells whether it is the popular pattern",
    },
  },
  {
    id: "CHARGEN-9",
    level: "MUST",
    source: {
      document: "RFC 864",
      section: "TCP, sentence 5",
      derived: "after its FIN a client reads until the service's (RFC 9293, 3.6)",
    },
    clause: "At a client's careful close the stream ends in good order or goes on: it does not just stop.",
    observable: "wire",
  },
  {
    id: "CHARGEN-UDP-1",
    level: "MUST",
    source: { document: "RFC 864", section: "UDP, sentence 2" },
    clause: "A datagram, whatever is in it, is answered by one of 0 to 512 characters.",
    observable: "wire",
  },
  {
    id: "CHARGEN-UDP-2",
    level: "MUST",
    source: { document: "RFC 864", section: "UDP, sentence 2" },
    clause: "The number of characters is random.",
    observable: "wire",
  },
  {
    id: "CHARGEN-UDP-3",
    level: "MUST",
    source: { document: "RFC 864", section: "UDP, sentence 2", derived: '"an answering datagram" is one' },
    clause: "A datagram is answered once, and nothing else is sent.",
    observable: "wire",
  },
];
