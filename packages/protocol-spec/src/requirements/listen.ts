import type { Requirement } from "../requirement.ts";

/** Listening. */
export const listen: readonly Requirement[] = [
  {
    id: "LISTEN-1",
    level: "MUST",
    source: {
      document: "POSIX.1-2024",
      section: "bind(), getsockname()",
      derived: "a port of 0 asks the system for one",
    },
    clause: "Listening on port 0 reports the real port, and connections to it arrive.",
    observable: "api",
  },
  {
    id: "LISTEN-2",
    level: "MUST",
    source: {
      document: "anysock",
      section: "invariant 10",
      derived: "SO_REUSEADDR on both the old socket and the new",
    },
    clause: "A port can be bound again at once, though its connections are in TIME-WAIT.",
    observable: "api",
  },
  {
    id: "LISTEN-3",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "bind()", derived: "[EADDRINUSE]" },
    clause: "An address that somebody listens on is refused with EADDRINUSE, and the first listener is not disturbed.",
    observable: "api",
  },
  {
    id: "LISTEN-4",
    level: "MUST",
    source: { document: "RFC 3493", section: "3.7" },
    clause: "A listener on :: takes IPv4 connections as well.",
    observable: "api",
  },
  {
    id: "LISTEN-5",
    level: "MUST",
    source: { document: "RFC 3493", section: "5.3" },
    clause: "A listener that is IPv6 only refuses IPv4 connections.",
    observable: "api",
  },
  {
    id: "LISTEN-6",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "close()" },
    clause: "After a listener is closed, connecting to it is refused.",
    observable: "api",
  },
  {
    id: "LISTEN-7",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "accept()", derived: "an accepted socket is a socket of its own" },
    clause: "Closing a listener leaves accepted connections as they are.",
    observable: "api",
  },
  {
    id: "LISTEN-8",
    level: "MUST",
    source: { document: "anysock", section: "invariant 9" },
    clause: "A client that was not accepted when its listener closed sees its connection end in bounded time.",
    observable: "api",
  },
  {
    id: "LISTEN-9",
    level: "MUST",
    source: { document: "anysock", section: "invariant 4" },
    clause: "Closing a listener ends a pending accept with ECLOSED.",
    observable: "api",
  },
  {
    id: "LISTEN-10",
    level: "MUST",
    source: { document: "RFC 4291", section: "2.5.5.2" },
    clause: "An IPv4 client of a listener on :: is shown by its IPv4-mapped address.",
    observable: "api",
  },
  {
    id: "LISTEN-11",
    level: "MUST",
    source: { document: "anysock", section: "invariant 10" },
    clause: "An address can be bound again while an accepted connection of the old listener still lives.",
    observable: "api",
  },
  {
    id: "LISTEN-12",
    level: "MUST",
    source: { document: "anysock", section: "invariant 13" },
    clause: "Listening on a port or a path that cannot be is refused with EINVAL.",
    observable: "api",
  },
  {
    id: "LISTEN-13",
    level: "MUST",
    source: { document: "anysock", section: "invariant 14" },
    clause: "An option has its effect or is refused with ENOTSUP; none is ignored.",
    observable: "api",
  },
  {
    id: "LISTEN-15",
    level: "MUST",
    source: {
      document: "anysock",
      section: "Listener",
      derived: "a listener is an AsyncIterable, whose end is no failure",
    },
    clause: "Iterating over a listener ends, without an error, when the listener is closed.",
    // Agents ask for one connection after another.
    observable: "inside",
  },
  {
    id: "LISTEN-16",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "bind()", derived: "[EADDRNOTAVAIL]" },
    clause: "Listening at an address that is not this machine's is refused with EADDRNOTAVAIL.",
    // Agents listen on loopback alone, wherever they run.
    observable: "inside",
  },
  {
    id: "LISTEN-14",
    level: "MUST",
    source: { document: "RFC 4007", section: "6, 11", derived: "a link-local address means nothing without its zone" },
    clause: "A link-local address is told with its zone, so that it can be connected to.",
    observable: "inside",
  },
  {
    id: "LISTEN-17",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "bind(), getsockname()" },
    clause: "A listener on one address of this machine tells that address, and is reached by no other.",
    observable: "inside",
  },
];
