import type { Requirement } from "../requirement.ts";

/** Unix paths. */
export const unix: readonly Requirement[] = [
  {
    id: "UNIX-1",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "bind()", derived: "[EADDRINUSE]" },
    clause: "A path that is left over is refused with EADDRINUSE unless replacing it was asked for, and stays.",
    observable: "api",
  },
  {
    id: "UNIX-2",
    level: "MUST",
    source: { document: "anysock", section: "invariant 10" },
    clause: "A stale path is replaced when that was asked for.",
    observable: "api",
  },
  {
    id: "UNIX-3",
    level: "MUST",
    source: { document: "anysock", section: "invariant 10" },
    clause: "A path that somebody listens on is never replaced.",
    observable: "api",
  },
  {
    id: "UNIX-4",
    level: "MUST",
    source: { document: "anysock", section: "invariant 10" },
    clause: "A path that is not a socket is never replaced.",
    observable: "api",
  },
  {
    id: "UNIX-5",
    level: "MUST",
    source: { document: "anysock", section: "invariant 10" },
    clause: "When a listener is closed, its path is gone.",
    observable: "api",
  },
  {
    id: "UNIX-6",
    level: "MUST",
    source: { document: "anysock", section: "invariant 10" },
    clause: "Closing a listener leaves the path alone once it belongs to somebody else.",
    observable: "api",
  },
  {
    id: "UNIX-7",
    level: "MUST",
    source: { document: "unix(7)", section: "Address format: abstract" },
    clause: "An abstract name listens and connects without leaving a file.",
    observable: "api",
  },
  {
    id: "UNIX-8",
    level: "MUST",
    source: { document: "unix(7)", section: "Address format" },
    clause: "Listening on a path of more than 107 bytes is refused with ENAMETOOLONG, never on a shorter one.",
    observable: "api",
  },
  {
    id: "UNIX-9",
    level: "MUST",
    source: {
      document: "unix(7)",
      section: "Address format",
      derived: "sun_path has 108 bytes, the last of them the NUL",
    },
    clause: "A path of 107 bytes can be listened on and connected to.",
    observable: "api",
  },
  {
    id: "UNIX-10",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "bind(), connect()", derived: "[ENOENT], [ENOTDIR]" },
    clause: "A path in a folder that does not exist is refused with ENOENT, and one through a file with ENOTDIR.",
    // Agents are given places that can be.
    observable: "inside",
  },
];
