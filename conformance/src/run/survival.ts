import { datagramTransports, type Transport } from "@anysock/protocol-spec";
import type { Attempts } from "./attempts.ts";
import type { Playing } from "./play.ts";

/**
 * A server that is not ours leaves no exit status: that it has died is known from connections that it takes no more.
 * Whom the death belongs to follows from when it was noticed.
 */
export function culpritOf(noticed: Attempts, before: Attempts | null): Attempts {
  const [playing] = noticed.playings;
  return before !== null && playing !== undefined && wasRefusedAtOnce(playing) ? before : noticed;
}

/** The first thing that the case met was a connection refused: the server was gone before it began. */
function wasRefusedAtOnce({ record: { events } }: Playing): boolean {
  const first = events.find(({ answers }) => answers !== undefined);
  if (first?.answers === undefined || first.diverges !== true) return false;
  return events[first.answers]?.call?.op === "connect";
}

/** The same playing, judged by what became of the server afterwards. */
export function withoutSurvival({ one, playings, ...rest }: Attempts, transport: Transport): Attempts {
  const what = datagramTransports.includes(transport) ? "datagram" : "connection";
  const gone = `afterwards the server takes no ${what}`;
  const judged = playings.map(({ judgement, ...playing }): Playing => {
    const expected = `${judgement.kind === "failed" ? judgement.expected : one.title}, and the server lives on`;
    const actual = judgement.kind === "failed" ? `${judgement.actual}; ${gone}` : gone;
    return { ...playing, judgement: { kind: "failed", expected, actual } };
  });
  return { one, ...rest, playings: judged };
}
