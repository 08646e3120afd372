import type { Requirement } from "../requirement.ts";

/** RFC 867: the date and the time, for people. */
export const daytime: readonly Requirement[] = [
  {
    id: "DAYTIME-1",
    level: "MUST",
    source: { document: "RFC 867", section: "TCP, sentence 2" },
    clause: "Once a connection is established a character string is sent, without a word from the client.",
    observable: "wire",
  },
  {
    id: "DAYTIME-2",
    level: "MUST",
    source: { document: "RFC 867", section: "TCP, sentence 3" },
    clause: "The service closes the connection after sending it, though the client has not.",
    observable: "wire",
  },
  {
    id: "DAYTIME-3",
    level: "MUST",
    source: { document: "RFC 867", section: "TCP, sentence 2" },
    clause: "The string is ASCII.",
    observable: "wire",
  },
  {
    id: "DAYTIME-4",
    level: "MUST",
    source: { document: "RFC 867", section: "TCP, sentence 2" },
    clause: "The string is the current date and time.",
    observable: { not: '"There is no specific syntax for the daytime": no program can tell which date a string means' },
  },
  {
    id: "DAYTIME-5",
    level: "SHOULD",
    source: { document: "RFC 867", section: "Daytime Syntax, sentence 2" },
    clause: "The string is limited to the printing characters of ASCII, space, carriage return and line feed.",
    observable: "wire",
  },
  {
    id: "DAYTIME-6",
    level: "SHOULD",
    source: { document: "RFC 867", section: "Daytime Syntax, sentence 3" },
    clause: "The string is just one line.",
    observable: "wire",
  },
  {
    id: "DAYTIME-7",
    level: "SHOULD",
    source: {
      document: "RFC 867",
      section: "TCP, sentence 2",
      derived:
        '"any data received is thrown away", and what is left unread resets the connection, which may take the answer along (RFC 9293, 3.6.1)',
    },
    clause: "A client that sends something reads the string and then the end, not a reset.",
    observable: "wire",
  },
  {
    id: "DAYTIME-8",
    level: "MUST",
    source: {
      document: "RFC 867",
      section: "TCP, sentence 1",
      derived: 'a caller may terminate rudely, and "connections" are many',
    },
    clause: "The service goes on for others while a client is connected and after one has reset.",
    observable: "wire",
  },
  {
    id: "DAYTIME-UDP-1",
    level: "MUST",
    source: { document: "RFC 867", section: "UDP, sentence 2" },
    clause: "A datagram, whatever is in it, is answered by one with the date and the time as a string of ASCII.",
    observable: "wire",
  },
  {
    id: "DAYTIME-UDP-2",
    level: "SHOULD",
    source: { document: "RFC 867", section: "Daytime Syntax, sentences 2 and 3" },
    clause: "The answer is just one line of the printing characters of ASCII and space.",
    observable: "wire",
  },
];
