import type { Requirement } from "../requirement.ts";

/** Options act on a socket of the kernel's, which is looked into from another process. */
const observable: Requirement["observable"] = "inside";

/** Each option: its effect, or ENOTSUP (LISTEN-13). */
export const option: readonly Requirement[] = [
  {
    id: "OPTION-1",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "setsockopt()", derived: "TCP_NODELAY" },
    clause:
      "The option noDelay sends small writes at once, and false lets the system gather them, on connections made and accepted.",
    observable,
  },
  {
    id: "OPTION-2",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "setsockopt()", derived: "SO_KEEPALIVE" },
    clause: "The option keepAlive probes an idle peer after the system's idle time.",
    observable,
  },
  {
    id: "OPTION-3",
    level: "MUST",
    source: { document: "anysock", section: "invariant 14", derived: "TCP_KEEPIDLE of tcp(7)" },
    clause:
      "The option keepAliveIdle, a number of milliseconds as keepAlive, probes after that idle time, as often as the system does.",
    observable,
  },
  {
    id: "OPTION-4",
    level: "MUST",
    source: { document: "RFC 3493", section: "6", derived: "IP_TOS; IPV6_TCLASS is RFC 3542, 6.5" },
    clause: "The option trafficClass is the class of a connection's packets, and can be changed while it is open.",
    observable,
  },
  {
    id: "OPTION-5",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "setsockopt()", derived: "SO_RCVBUF" },
    clause:
      "The option receiveBuffer is the size of the kernel's buffer for what comes, from before there is a connection.",
    observable,
  },
  {
    id: "OPTION-6",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "setsockopt()", derived: "SO_SNDBUF" },
    clause:
      "The option sendBuffer is the size of the kernel's buffer for what goes, from before there is a connection.",
    observable,
  },
  {
    id: "OPTION-7",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "bind(), connect()" },
    clause: "The option local is where a connection comes from: the peer sees that host and port.",
    observable,
  },
  {
    id: "OPTION-8",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "listen()" },
    clause: "The option backlog is the length of the kernel's queue, up to the system's limit.",
    observable,
  },
  {
    id: "OPTION-9",
    level: "MUST",
    source: { document: "anysock", section: "invariant 9" },
    clause:
      "The option pending is how many accepted connections wait in the process; others are reset, or wait in the kernel.",
    observable,
  },
  {
    id: "OPTION-10",
    level: "MUST",
    source: { document: "RFC 3493", section: "5.3" },
    clause: "The option ipv6Only keeps IPv4 from a listener on ::.",
    observable,
  },
  {
    id: "OPTION-11",
    level: "MUST",
    source: { document: "anysock", section: "invariant 14", derived: "SO_REUSEPORT of socket(7)" },
    clause: "The option reusePort lets several listeners have one port.",
    observable,
  },
  {
    id: "OPTION-12",
    level: "MUST",
    source: { document: "POSIX.1-2024", section: "setsockopt()", derived: "SO_REUSEADDR" },
    clause: "The option reuseAddress false refuses a port whose connections are in TIME-WAIT with EADDRINUSE.",
    observable,
  },
  {
    id: "OPTION-13",
    level: "MUST",
    source: { document: "anysock", section: "invariant 14", derived: "permissions of unix(7)" },
    clause:
      "The option mode is the permission bits of a Unix path, exactly, and at no time may anybody connect whom it does not let.",
    observable,
  },
  {
    id: "OPTION-14",
    level: "MUST",
    source: { document: "anysock", section: "invariant 10" },
    clause: "The option unlinkStale replaces a Unix path that a dead process left behind.",
    observable,
  },
  {
    id: "OPTION-15",
    level: "MUST",
    source: { document: "anysock", section: "invariant 14", derived: "sd_listen_fds(3)" },
    clause: "The option fd is a socket that another process has bound: it is listened on, and its path is left alone.",
    observable,
  },
];
