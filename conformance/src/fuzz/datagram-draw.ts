import { MAX_DATAGRAM_IPV4, MAX_DATAGRAM_IPV6 } from "@anysock/core";
import type { DatagramTransport } from "@anysock/protocol-spec";
import fc from "fast-check";
import { type DatagramSchedule, type DatagramStep, WHOLE } from "./datagram-schedule.ts";

/** Bytes of the longest datagram. */
export const longest: Readonly<Record<DatagramTransport, number>> = {
  udp4: MAX_DATAGRAM_IPV4,
  udp6: MAX_DATAGRAM_IPV6,
};

/** Stand for the longest, and for one byte more, which depend on the transport. */
const LONGEST = -1;
const TOO_LONG = -2;

/** What the kernel has to hold for one socket: below what Linux gives each by itself (212,992, `net.core.rmem_default`). */
const MOST_HELD = 170_000;

/** At most what one datagram takes of that: the kernel counts the memory, not the bytes (skbuff, `truesize`). */
function heldOf(bytes: number): number {
  return bytes > 8_192 ? bytes + 16_384 : 1_024 + 2 * bytes;
}

const small = fc.integer({ min: 1, max: 1_400 });
const bytes = fc.oneof(
  { weight: 8, arbitrary: small },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(LONGEST) },
);
const memory = fc.oneof({ weight: 4, arbitrary: fc.constant(WHOLE) }, { weight: 1, arbitrary: small });

const ours = { by: fc.constant("ours" as const) };
const step: fc.Arbitrary<DatagramStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant("send" as const),
      by: fc.constantFrom("first" as const, "first" as const, "second" as const),
      to: fc.constant("ours" as const),
      bytes,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant("send" as const),
      ...ours,
      to: fc.constantFrom(
        "first" as const,
        "first" as const,
        "second" as const,
        "ours" as const,
        "nobody" as const,
        "everybody" as const,
      ),
      bytes: fc.oneof({ weight: 11, arbitrary: bytes }, { weight: 1, arbitrary: fc.constant(TOO_LONG) }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ op: fc.constant("receive" as const), ...ours, bytes: memory }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("glance" as const), ...ours, bytes: memory }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom("cancel" as const, "dropped" as const), ...ours }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant("close" as const),
      by: fc.constantFrom("ours" as const, "first" as const, "first" as const, "second" as const),
    }),
  },
);

const MOST_FREE = 14;

/** What fills a short queue, and then asks: seldom met by chance. */
const burst: fc.Arbitrary<readonly DatagramStep[]> = fc
  .array(fc.integer({ min: 300, max: 1_400 }), { minLength: 3, maxLength: 6 })
  .map((sizes) => [
    ...sizes.map((size): DatagramStep => ({ op: "send", by: "first", to: "ours", bytes: size })),
    { op: "dropped", by: "ours" },
  ]);

/** Schedules of up to 14 steps on a socket of ours, short ones more often. */
export function datagramSchedules(transports: readonly DatagramTransport[]): fc.Arbitrary<DatagramSchedule> {
  return fc
    .record({
      mode: fc.constantFrom("stepped" as const, "stepped" as const, "free" as const),
      transport: fc.constantFrom(...transports),
      isConnected: fc.boolean(),
      queue: fc.constantFrom(null, 2_048),
      phrases: fc.array(
        fc.oneof({ weight: 24, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: burst }),
        { minLength: 1, maxLength: 14 },
      ),
    })
    .map(({ phrases, ...drawn }) => {
      const steps = phrases.flat();
      // In free mode all that can have happened in any order is looked at: twice the steps are a hundred times the states.
      const schedule = { ...drawn, datagrams: drawn.mode === "free" ? steps.slice(0, MOST_FREE) : steps };
      return { ...schedule, datagrams: sensible(schedule) };
    });
}

/** Takes out what would make the schedule say less: see each line. */
function sensible({ datagrams, transport, isConnected, mode }: DatagramSchedule): readonly DatagramStep[] {
  const held = new Map<string, number>();
  const closed = new Set<string>();
  return datagrams.flatMap((one): readonly DatagramStep[] => {
    // The trusted peer is not asked for anything behind its close.
    if (one.by !== "ours" && closed.has(one.by)) return [];
    if (one.op === "close") closed.add(one.by);
    // In free mode a glance would be a race of a timer with a peer.
    if (one.op === "glance" && mode === "free") return [{ ...one, op: "receive" }];
    if (one.op !== "send") return [one];
    const size =
      one.bytes === LONGEST ? longest[transport] : one.bytes === TOO_LONG ? longest[transport] + 1 : one.bytes;
    // A connected socket sends to its peer and to nobody else.
    const asked = one.by === "ours" && isConnected ? "first" : one.to;
    // IPv6 has no broadcast (RFC 4291, 2); of a datagram that is too long as well nothing says which failure comes first.
    const isBroadcast = asked === "everybody" && transport === "udp4" && size <= longest[transport];
    const to = asked === "everybody" && !isBroadcast ? "nobody" : asked;
    const before = held.get(to) ?? 0;
    // A kernel's queue that is full loses datagrams, which nobody could judge.
    if (before + heldOf(size) > MOST_HELD) return [];
    held.set(to, before + heldOf(size));
    return [{ ...one, to, bytes: size }];
  });
}
