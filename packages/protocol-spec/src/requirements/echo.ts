import type { Requirement } from "../requirement.ts";

/** RFC 862: what comes in goes back. */
export const echo: readonly Requirement[] = [
  {
    id: "ECHO-TCP-1",
    level: "MUST",
    source: { document: "RFC 862", section: "TCP, sentence 2" },
    clause: "Any data received once a connection is established is sent back on it, every byte once and in order.",
    observable: "wire",
  },
  {
    id: "ECHO-TCP-2",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "sentence 1",
      derived: '"simply sends back … any data it receives" leaves room for nothing else',
    },
    clause: "Nothing but received data is sent: no greeting, no prompt, no farewell, nothing twice.",
    observable: "wire",
  },
  {
    id: "ECHO-TCP-3",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "sentence 1",
      derived: '"any data" names no character set, line ending or control character',
    },
    clause:
      "Every byte value comes back unchanged, whatever it means to a terminal, a line discipline or a character set.",
    observable: "wire",
  },
  {
    id: "ECHO-TCP-4",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "TCP, sentence 2",
      derived: "a stream has no messages, so nothing but the arrival of a byte can be waited for",
    },
    clause: "Data comes back without waiting for more of it, for a newline or for the end of the stream.",
    observable: "wire",
  },
  {
    id: "ECHO-TCP-5",
    level: "MUST",
    source: { document: "RFC 862", section: "TCP, sentence 3" },
    clause:
      "This continues until the calling user terminates the connection: no content, number of messages or amount of data ends it.",
    observable: "wire",
  },
  {
    id: "ECHO-TCP-6",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "TCP, sentence 3",
      derived: '"until the calling user terminates the connection" names no other end',
    },
    clause: "The service does not end the connection first, nor because the caller is silent for a while.",
    observable: "wire",
  },
  {
    id: "ECHO-TCP-7",
    level: "MUST",
    source: { document: "RFC 862", section: "TCP, sentence 2", derived: '"any data" names no limit' },
    clause: "The amount of data in one write, and in one connection, does not change what comes back.",
    observable: "wire",
  },
  {
    id: "ECHO-TCP-8",
    level: "MUST",
    source: {
      document: "RFC 862",
      section: "TCP, sentence 1",
      derived: "port 7 needs privilege, so the suite is told where the service listens",
    },
    clause: "A server listens for TCP connections on TCP port 7.",
    observable: { not: "the port is a parameter of every subject; binding 7 is the administrator's choice" },
  },
  {
    id: "ECHO-TCP-9",
    level: "MAY",
    source: { document: "RFC 9293", section: "3.9.1.2", derived: "a stream has no message boundaries" },
    clause: "The echo may arrive in other pieces than the data was sent in.",
    observable: "wire",
  },
  {
    id: "ECHO-TCP-10",
    level: "SHOULD",
    source: {
      document: "anysock",
      section: "echo",
      derived:
        "RFC 862 sets no time; a Nagle sender (RFC 9293, 3.7.4) waits for an acknowledgement, which may be delayed by less than 0.5 s (3.8.6.3, MUST-40), and on Linux is by 40 ms at least",
    },
    clause: "A small message comes back at once, not held for a timer.",
    observable: "wire",
  },
];
