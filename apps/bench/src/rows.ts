/** What one connection, or all of them, do to the server. */
export type Work =
  | { readonly kind: "ping-pong"; readonly connections: number; readonly size: number }
  | { readonly kind: "bulk"; readonly connections: number }
  | { readonly kind: "connect-echo-close"; readonly connections: number; readonly size: number }
  | { readonly kind: "udp-ping-pong"; readonly sockets: number; readonly size: number }
  | { readonly kind: "udp-one-way"; readonly size: number };

/** Which of a runtime's servers does the work: the one over TCP, or the one over UDP. */
export function protocolOf({ kind }: Work): "tcp" | "udp" {
  return kind.startsWith("udp") ? "udp" : "tcp";
}

interface Common {
  readonly id: string;
  readonly text: string;
}

/** Servers under load. */
export interface LoadRow extends Common {
  readonly measures: "load";
  readonly work: Work;
  /** What is counted, and how many of the generator's units (messages, bytes, connections) it is. */
  readonly unit: "message" | "MiB" | "connection" | "datagram";
  readonly perUnit: number;
  /** Units until the compilers of both servers have seen this work often enough. */
  readonly warmup: number;
  /** Not all that is sent arrives: what did, a second, is the figure, however busy the server was. */
  readonly loses?: boolean;
}

/** Clients that connect, one connection after the other. */
export interface ConnectRow extends Common {
  readonly measures: "connect";
  readonly to: Door;
  /** Attempts until the compilers of both clients have seen them often enough. */
  readonly warmup: number;
}

/** What a client finds: a listener that accepts, or a port at which nobody listens. */
type Door = "open" | "shut";

/** Servers that keep connections on which nothing happens. */
export interface IdleRow extends Common {
  readonly measures: "idle";
  readonly connections: number;
}

export type Row = LoadRow | ConnectRow | IdleRow;

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * V8 goes on optimizing a short connection's path for tens of thousands of them: on Node 26 the adapter's CPU time per connection
 * fell from 72 to 50 µs within the first 20,000, the native echo's from 52 to 47.
 */
const OFTEN = 30_000;

export const loadRows: readonly LoadRow[] = [
  {
    id: "ping-pong-1x64B",
    measures: "load",
    work: { kind: "ping-pong", connections: 1, size: 64 },
    unit: "message",
    perUnit: 1,
    warmup: OFTEN,
    text: "1 connection sends 64 B, waits for the echo, and sends again",
  },
  {
    id: "ping-pong-50x64B",
    measures: "load",
    work: { kind: "ping-pong", connections: 50, size: 64 },
    unit: "message",
    perUnit: 1,
    warmup: OFTEN,
    text: "50 connections do so at once",
  },
  {
    id: "ping-pong-50x16KiB",
    measures: "load",
    work: { kind: "ping-pong", connections: 50, size: 16 * KIB },
    unit: "message",
    perUnit: 1,
    warmup: OFTEN,
    text: "50 connections, messages of 16 KiB",
  },
  {
    id: "bulk-1",
    measures: "load",
    work: { kind: "bulk", connections: 1 },
    unit: "MiB",
    perUnit: MIB,
    warmup: 1000,
    text: "1 connection sends as fast as the server takes it, and reads the echo at the same time",
  },
  {
    id: "bulk-16",
    measures: "load",
    work: { kind: "bulk", connections: 16 },
    unit: "MiB",
    perUnit: MIB,
    warmup: 1000,
    text: "16 connections do so at once",
  },
  {
    id: "connect-echo-close",
    measures: "load",
    work: { kind: "connect-echo-close", connections: 16, size: 64 },
    unit: "connection",
    perUnit: 1,
    warmup: OFTEN,
    text: "16 clients at once connect, send 64 B and FIN, read the echo and the server's FIN, close, and start again",
  },
  {
    id: "udp-ping-pong-1x64B",
    measures: "load",
    work: { kind: "udp-ping-pong", sockets: 1, size: 64 },
    unit: "datagram",
    perUnit: 1,
    warmup: OFTEN,
    text: "1 socket sends a datagram of 64 B, waits for the echo, and sends again",
  },
  {
    id: "udp-ping-pong-50x64B",
    measures: "load",
    work: { kind: "udp-ping-pong", sockets: 50, size: 64 },
    unit: "datagram",
    perUnit: 1,
    warmup: OFTEN,
    text: "50 sockets do so at once",
  },
  {
    id: "udp-one-way-1200B",
    measures: "load",
    work: { kind: "udp-one-way", size: 1200 },
    unit: "datagram",
    perUnit: 1,
    warmup: OFTEN,
    loses: true,
    text: "1 socket sends datagrams of 1,200 B as fast as it can; how many a second the server receives, whatever was sent",
  },
];

const connectRows: readonly ConnectRow[] = [
  {
    id: "connect-latency",
    measures: "connect",
    to: "open",
    warmup: OFTEN / 3,
    text: "1 client connects, closes, and connects again: how long until a connection is established",
  },
  {
    id: "connect-refused",
    measures: "connect",
    to: "shut",
    warmup: OFTEN / 3,
    text: "1 client connects where nobody listens, again and again: how long until it is told",
  },
];

const idleRows: readonly IdleRow[] = [
  {
    id: "idle-10000",
    measures: "idle",
    connections: 10_000,
    text: "10,000 connections, each idle after its first echo: what they cost the server in memory",
  },
];

export const rows: readonly Row[] = [...loadRows, ...connectRows, ...idleRows];
