import { readFileSync } from "node:fs";
import type { DatagramTransport, StreamTransport, Transport } from "@anysock/protocol-spec";
import fc from "fast-check";
import { datagramSchedules } from "./datagram-draw.ts";
import type { ListenerStep } from "./listener-model.ts";
import type { ConnectionSchedule, ListenerSchedule, Schedule, Side, Step } from "./schedule.ts";

const MIB = 1024 * 1024;

/** A write of so many bytes stays pending while nobody reads, whatever the systems and the programs hold. */
export function stuckBytes(transport: StreamTransport): number {
  return heldAtMost(transport) + MIB;
}

/**
 * The most that can be on its way while nobody reads: what both systems hold, and 1 MiB of user space (BACKPRESSURE-3 to -5). Both
 * buffers of TCP count up to what the system lets them grow to (tcp(7)): a runtime that takes its first 512 KiB at once, as Bun may,
 * is given a receive buffer of many MiB (Linux 6.18, tcp_rcvbuf_grow).
 */
export function heldAtMost(transport: StreamTransport): number {
  if (transport === "unix") return 3 * MIB;
  const sendBuffer = numberIn("/proc/sys/net/ipv4/tcp_wmem", 2, 4 * MIB);
  const receiveBuffer = numberIn("/proc/sys/net/ipv4/tcp_rmem", 2, 32 * MIB);
  return MIB + sendBuffer + receiveBuffer;
}

/** So many bytes always fit in what the system holds of one direction. */
export const ALWAYS_HELD: number = 32 * 1024;

/** Small writes of one end together: fewer than always fit. */
const MOST_SMALL = 24 * 1024;

function numberIn(file: string, field: number, otherwise: number): number {
  try {
    return Number(readFileSync(file, "utf8").trim().split(/\s+/)[field] ?? otherwise);
  } catch {
    return otherwise;
  }
}

export interface DrawOptions {
  readonly transports: readonly Transport[];
  /** Whether our end is asked for more after its `close`: the trusted peer, and agents made of it, are not. */
  readonly afterClose: boolean;
}

/** Schedules of up to 12 steps, short ones more often: of a connection for the most part, of a listener, and of datagrams. */
export function schedules({ transports, afterClose }: DrawOptions): fc.Arbitrary<Schedule> {
  const streams = transports.filter((name): name is StreamTransport => !isDatagram(name));
  const datagrams = transports.filter(isDatagram);
  const kinds: fc.WeightedArbitrary<Schedule>[] = [];
  if (streams.length > 0) {
    kinds.push({ weight: 7, arbitrary: connectionSchedules(streams, afterClose) });
    kinds.push({ weight: 1, arbitrary: listenerSchedules(streams) });
  }
  if (datagrams.length > 0) kinds.push({ weight: 3, arbitrary: datagramSchedules(datagrams) });
  return fc.oneof(...kinds);
}

function isDatagram(name: Transport): name is DatagramTransport {
  return name === "udp4" || name === "udp6";
}

function listenerSchedules(transports: readonly StreamTransport[]): fc.Arbitrary<ListenerSchedule> {
  const listenerStep: fc.Arbitrary<ListenerStep> = fc.oneof(
    { weight: 5, arbitrary: fc.constant("connect" as const) },
    { weight: 5, arbitrary: fc.constant("accept" as const) },
    { weight: 2, arbitrary: fc.constant("cancel" as const) },
    { weight: 1, arbitrary: fc.constant("closeListener" as const) },
  );
  return fc.record({
    mode: fc.constantFrom("stepped", "stepped", "free"),
    transport: fc.constantFrom(...transports),
    listener: fc.array(listenerStep, { minLength: 1, maxLength: 10 }),
  });
}

function connectionSchedules(
  transports: readonly StreamTransport[],
  afterClose: boolean,
): fc.Arbitrary<ConnectionSchedule> {
  return fc
    .record({
      mode: fc.constantFrom("stepped", "stepped", "free"),
      transport: fc.constantFrom(...transports),
      connects: side,
      phrases: fc.array(
        fc.oneof({ weight: 48, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: stuck }),
        {
          minLength: 1,
          maxLength: 12,
        },
      ),
    })
    .map(({ phrases, ...drawn }) => {
      const schedule = { ...drawn, steps: phrases.flat() } as ConnectionSchedule;
      return { ...schedule, steps: sensible(schedule, afterClose) };
    });
}

const side: fc.Arbitrary<Side> = fc.constantFrom("ours", "theirs");
const small = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6000 }));
/** Stands for as many bytes as get stuck, which depends on the transport. */
const STUCK = -1;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ side, op: fc.constant("write" as const), bytes: small }) },
  {
    weight: 1,
    arbitrary: fc.record({ side, op: fc.constant("write" as const), bytes: fc.constantFrom(0, 0, STUCK) }),
  },
  { weight: 7, arbitrary: fc.record({ side, op: fc.constant("read" as const), bytes: small }) },
  { weight: 1, arbitrary: fc.record({ side, op: fc.constant("glance" as const), bytes: small }) },
  { weight: 3, arbitrary: fc.record({ side, op: fc.constant("closeWrite" as const) }) },
  { weight: 2, arbitrary: fc.record({ side, op: fc.constantFrom("close" as const, "abort" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ side, op: fc.constant("cancel" as const), what: fc.constantFrom("read", "write") }),
  },
  { weight: 1, arbitrary: fc.record({ side: fc.constant("ours" as const), op: fc.constant("pause" as const) }) },
);

/** What ends a connection while a write is stuck: seldom met by chance, and where the most is lost; and most of the time that a run takes. */
const stuck: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    side,
    fc.constantFrom<Step>(
      { side: "ours", op: "close" },
      { side: "ours", op: "closeWrite" },
      { side: "ours", op: "abort" },
      { side: "ours", op: "cancel", what: "write" },
    ),
  )
  .map(([by, end]) => [
    { side: by, op: "write", bytes: STUCK },
    { ...end, side: by },
  ]);

/** Takes out what would make the schedule say less: see each line. What is left means the same on every runtime. */
function sensible({ transport, mode, steps }: ConnectionSchedule, afterClose: boolean): readonly Step[] {
  const ends = {
    ours: { writes: 0, small: 0, stuck: false, closed: false, cancelled: false },
    theirs: { writes: 0, small: 0, stuck: false, closed: false, cancelled: false },
  };
  return steps.flatMap((one): readonly Step[] => {
    const end = ends[one.side];
    if (end.closed && one.op !== "abort" && one.op !== "pause" && !(afterClose && one.side === "ours")) return [];
    if (one.op === "close") end.closed = true;
    // Whether a queued write was taken back decides which bytes the others have: then it is the only one.
    if (one.op === "cancel" && one.what === "write") {
      if (mode === "free" && end.writes > 1) return [];
      end.cancelled = true;
    }
    // A glance in free mode would be a race of a timer with a peer.
    if (one.op === "glance" && mode === "free") return [{ side: one.side, op: "read", bytes: one.bytes }];
    if (one.op !== "write") return [one];
    if (end.cancelled || (end.stuck && one.bytes === STUCK)) return [];
    end.writes++;
    if (one.bytes === STUCK) {
      end.stuck = true;
      return [{ ...one, bytes: stuckBytes(transport) }];
    }
    if (end.small + one.bytes > MOST_SMALL) return [];
    end.small += one.bytes;
    return [one];
  });
}
