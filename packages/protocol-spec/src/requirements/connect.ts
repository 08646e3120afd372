import type { Requirement } from "../requirement.ts";

/** A name's addresses are the system's, which no agent can be told. */
const severalAddresses: Requirement["observable"] = "inside";

/** Connecting. */
export const connect: readonly Requirement[] = [
  {
    id: "CONNECT-1",
    level: "MUST",
    source: {
      document: "the tutorial",
      section: "step: connect",
      derived: 'RFC 862: "once a connection is established"',
    },
    clause: "A service accepts a connection and keeps it open.",
    observable: "wire",
  },
  {
    id: "CONNECT-2",
    level: "MUST",
    source: {
      document: "POSIX.1-2024",
      section: "connect()",
      derived: "[ECONNREFUSED]; RFC 9293, 3.10.7.1 sends the reset",
    },
    clause: "Connecting where nobody listens fails with ECONNREFUSED.",
    observable: "api",
  },
  {
    id: "CONNECT-3",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "connect()", derived: "[ENOENT]" },
    clause: "Connecting to a Unix path that does not exist fails with ENOENT.",
    observable: "api",
  },
  {
    id: "CONNECT-4",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "connect()", derived: "[ECONNREFUSED]: not listening" },
    clause: "Connecting to a Unix path that nobody listens on fails with ECONNREFUSED.",
    observable: "api",
  },
  {
    id: "CONNECT-5",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "getpeername(), getsockname()" },
    clause: "The end that connects knows its own address and the one it reached.",
    observable: "api",
  },
  {
    id: "CONNECT-6",
    level: "MUST",
    source: { document: "anysock", section: "invariant 1" },
    clause: "Connections that are made at the same time are distinct.",
    observable: "api",
  },
  {
    id: "CONNECT-7",
    level: "MUST",
    source: { document: "unix(7)", section: "Address format" },
    clause: "A Unix path of more than 107 bytes is refused with ENAMETOOLONG.",
    observable: "api",
  },
  {
    id: "CONNECT-8",
    level: "MUST",
    source: {
      document: "anysock",
      section: "addresses",
      derived: "RFC 6724 orders a name's addresses, and a client tries the next when one is refused",
    },
    clause: "A name is tried by all of its addresses until one connects.",
    observable: "api",
  },
  {
    id: "CONNECT-9",
    level: "MUST",
    source: { document: "anysock", section: "invariant 6" },
    clause: "A connect that failed leaves no descriptor behind.",
    observable: "api",
  },
  {
    id: "CONNECT-10",
    level: "MUST",
    source: { document: "anysock", section: "invariant 6" },
    clause: "A connect that is given up leaves no descriptor behind.",
    observable: "api",
  },
  {
    id: "CONNECT-11",
    level: "MUST",
    source: { document: "anysock", section: "invariant 13" },
    clause: "Connecting to a port or a path that cannot be is refused with EINVAL.",
    observable: "api",
  },
  {
    id: "CONNECT-12",
    level: "SHOULD",
    source: { document: "RFC 8305", section: "4" },
    clause: "The addresses of a name are tried with their families in turn, beginning with the first one's.",
    observable: severalAddresses,
  },
  {
    id: "CONNECT-13",
    level: "MUST",
    source: {
      document: "RFC 8305",
      section: "5",
      derived: "at least 10 ms, 250 ms recommended; who has failed is no load, and nobody is waited for",
    },
    clause:
      "The next address of a name is tried after a delay of 10 ms or more, or at once when no attempt is under way.",
    observable: severalAddresses,
  },
  {
    id: "CONNECT-14",
    level: "MUST",
    source: { document: "RFC 8305", section: "5", derived: "starting an attempt does not affect previous ones" },
    clause: "An attempt goes on while further addresses of its name are tried, and wins if it is the first to connect.",
    observable: severalAddresses,
  },
  {
    id: "CONNECT-15",
    level: "MUST",
    source: { document: "anysock", section: "invariant 6", derived: "RFC 8305, 5: the others are canceled" },
    clause:
      "Of several attempts that are under way none is left, in either kernel, when one connects or all are given up.",
    observable: severalAddresses,
  },
  {
    id: "CONNECT-16",
    level: "MUST",
    source: { document: "anysock", section: "errors" },
    clause: "Connecting to a name that fails says how each attempt has failed, and at which address.",
    observable: severalAddresses,
  },
];
