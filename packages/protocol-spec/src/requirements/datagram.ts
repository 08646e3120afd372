import type { Requirement, Source } from "../requirement.ts";

const rfc768 = (derived: string): Source => ({ document: "RFC 768", section: "Format, Fields", derived });
const invariant = (number: number): Source => ({ document: "anysock", section: `invariant ${number}` });

/** RFC 768 and POSIX: what a program can see of datagrams. */
export const datagram: readonly Requirement[] = [
  must(
    "DGRAM-1",
    rfc768("each has its own length"),
    "A datagram is sent and received whole and alone: never joined with another, never split, every byte as it was.",
  ),
  must("DGRAM-2", rfc768("the least length is 8, that of the header"), "A datagram of no bytes is sent and received."),
  must("DGRAM-3", rfc768("the length has 16 bits"), "65,507 bytes pass over IPv4, and 65,527 over IPv6."),
  must(
    "DGRAM-4",
    { document: "POSIX.1-2024", section: "send(), EMSGSIZE" },
    "A longer datagram fails with EMSGSIZE, nothing of it is sent, and the socket lives.",
  ),
  must(
    "DGRAM-5",
    { document: "POSIX.1-2024", section: "recvfrom(), MSG_TRUNC" },
    "Of a datagram that is longer than the memory the rest is lost, and the receiver is told.",
  ),
  must("DGRAM-6", invariant(11), "Datagrams are received in the order in which they came."),
  must(
    "DGRAM-7",
    { document: "POSIX.1-2024", section: "recvfrom()" },
    "Each datagram tells the address and the port that it came from.",
  ),
  must("DGRAM-8", invariant(12), "A peer that has gone never disturbs the traffic with another."),
  must(
    "DGRAM-9",
    { document: "POSIX.1-2024", section: "connect(), connectionless" },
    "A socket that the option remote has connected sends to its peer and receives from it alone.",
  ),
  must(
    "DGRAM-10",
    { document: "RFC 1122", section: "4.1.3.3", derived: "ICMP errors are passed up" },
    "A connected socket is told once, by ECONNREFUSED, that nobody has its peer's port, and goes on.",
  ),
  must(
    "DGRAM-11",
    invariant(12),
    "The datagrams that wait are bounded by the option queue; further ones are dropped and counted.",
  ),
  must("DGRAM-12", invariant(6), "A receive that was given up has consumed nothing."),
  must("DGRAM-13", invariant(10), "When close() settles, the address can be bound again."),
  must("DGRAM-14", invariant(4), "close() ends what waits, and every later operation, with ECLOSED."),
  must("DGRAM-15", invariant(7), "A second receive at the same time fails with EBUSY, and the first goes on."),
  must(
    "DGRAM-16",
    { document: "RFC 3493", section: "3.7, 5.3" },
    "A socket on :: receives from IPv4 as ::ffff:… and can answer there.",
  ),
  must(
    "DGRAM-17",
    { document: "POSIX.1-2024", section: "bind(), EADDRINUSE" },
    "An address that another socket has cannot be bound.",
  ),
  must("DGRAM-18", invariant(15), "A socket that was closed leaves no descriptor."),
  inside("DGRAM-19", invariant(11), "Sends that are under way together leave in the order of their calls."),
  inside(
    "DGRAM-20",
    { ...invariant(12), derived: "denoland/deno#35779" },
    "A datagram that is kept holds no more memory than its own bytes and 64 besides.",
  ),
  inside(
    "DGRAM-21",
    { document: "RFC 3493", section: "5.3" },
    "The option ipv6Only keeps IPv4 from a datagram socket on ::.",
  ),
  inside(
    "DGRAM-22",
    { document: "RFC 1112", section: "7.1" },
    "Who has joined a group hears what is sent to it, before it has joined and after it has left nothing.",
  ),
  inside(
    "DGRAM-23",
    {
      document: "RFC 1112",
      section: "6.1",
      derived: "the time to live is the caller's, 0 to 255, and 1 where nothing is said",
    },
    "The option multicastTtl is the time to live of datagrams to a group, 0 to 255.",
  ),
  inside(
    "DGRAM-24",
    { document: "RFC 1112", section: "6.1", derived: "inhibiting the local copy; ip(7), IP_MULTICAST_LOOP" },
    "The option multicastLoopback false keeps datagrams to a group from members on the same machine.",
  ),
  inside(
    "DGRAM-25",
    { document: "RFC 1112", section: "6.1", derived: "the interface is the caller's" },
    "The option interface is where a group is joined, and the option multicastInterface is the one by which datagrams leave, from its address where it has one.",
  ),
  inside(
    "DGRAM-26",
    { document: "RFC 4607", section: "4.2" },
    "A group that is joined with the option source is heard from that source alone.",
  ),
  inside(
    "DGRAM-27",
    { document: "socket(7)", section: "SO_BROADCAST" },
    "Sending to a broadcast address is refused with EACCES unless the option broadcast is set.",
  ),
  inside(
    "DGRAM-28",
    { document: "POSIX.1-2024", section: "bind(), getsockname()" },
    "A socket on one address of this machine tells that address, and receives what is sent there alone.",
  ),
  inside(
    "DGRAM-29",
    { document: "socket(7)", section: "SO_REUSEADDR", derived: "udp(7): each has asked for it" },
    "The option reuseAddress shares an address with sockets that have asked for the same, and no other socket does.",
  ),
  inside(
    "DGRAM-30",
    { document: "socket(7)", section: "SO_REUSEPORT" },
    "The option reusePort shares a port with sockets that have asked for the same, and no other socket does.",
  ),
  inside(
    "DGRAM-32",
    { document: "anysock", section: "invariant 8" },
    "Memory that is transferred while a receive or a send has it is EINVAL and at most that datagram's loss; an empty one is never sent in its place.",
  ),
  inside(
    "DGRAM-31",
    { document: "RFC 4007", section: "6", derived: "a zone is one of this node's" },
    "A datagram's address whose zone is no interface of this machine is refused with EINVAL, and nothing is sent.",
  ),
  inside(
    "DGRAM-33",
    invariant(14),
    "Options of a datagram socket that are set together are all set, or where one is refused, none.",
  ),
  inside(
    "DGRAM-34",
    {
      document: "RFC 1112",
      section: "7.1",
      derived: "a membership is of one interface, and the one that the system chooses can be named as well",
    },
    "A group is joined on interfaces that are named, or on the system's choice; the other besides is refused with EADDRINUSE.",
  ),
];

/** What a peer on the wire cannot tell. */
function inside(id: string, source: Source, clause: string): Requirement {
  return { id, level: "MUST", source, clause, observable: "inside" };
}

function must(id: string, source: Source, clause: string): Requirement {
  return { id, level: "MUST", source, clause, observable: id === "DGRAM-18" ? "api" : "wire" };
}
