import type { ServiceName } from "@anysock/protocol-spec";
import type { ZooAgent, ZooServer, ZooSubject } from "./subject.ts";

function server(service: ServiceName, name: string): ZooServer {
  return { kind: "server", service, name, violates: [], measured: true };
}

function agent(name: string): ZooAgent {
  return { kind: "agent", ends: ["client", "server"], name, violates: [] };
}

/** Right, if odd: no case may convict them. */
export const oddities: readonly ZooSubject[] = [
  server("echo", "correct-echo"),
  server("echo", "echoes-byte-by-byte"),
  server("echo", "echoes-after-10-ms"),
  server("echo", "gathers-for-5-ms"),
  server("echo", "ends-after-10-ms"),
  server("echo", "reads-a-little-ahead"),
  { ...server("echo", "echoes-400-KB-a-second"), throughput: 400_000 },
  server("upper", "correct-upper"),
  server("upper", "upper-ends-after-30-ms"),
  server("discard", "correct-discard"),
  server("chargen", "correct-chargen"),
  server("chargen", "chargen-goes-on"),
  server("daytime", "correct-daytime"),
  server("daytime", "daytime-without-newline"),
  server("time", "correct-time"),
  server("time", "time-unknown"),
  agent("correct-agent"),
  agent("reads-64-KiB-ahead"),
  agent("writes-in-pieces"),
  agent("reads-a-kilobyte"),
  { ...server("echo", "udp-correct-echo"), datagrams: true },
  { ...server("echo", "udp-loses-every-fifth"), datagrams: true },
  { ...server("echo", "udp-answers-after-10-ms"), datagrams: true },
  { ...server("upper", "udp-correct-upper"), datagrams: true },
  { ...server("discard", "udp-correct-discard"), datagrams: true },
  { ...server("chargen", "udp-correct-chargen"), datagrams: true },
  { ...server("chargen", "udp-chargen-of-bytes"), datagrams: true },
  { ...server("daytime", "udp-correct-daytime"), datagrams: true },
  { ...server("time", "udp-correct-time"), datagrams: true },
  { ...agent("udp-correct-agent"), datagrams: true },
];
