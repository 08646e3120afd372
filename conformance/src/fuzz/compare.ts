import { ProcessDied, ProtocolError } from "../agent/failure.ts";
import type { Crew, FuzzSubject } from "./crew.ts";
import { playDatagrams } from "./datagram-play.ts";
import { type History, normalised, orderedLines, worldOf } from "./history.ts";
import { playListener } from "./listener-play.ts";
import { type Played, play, type Table } from "./play.ts";
import { AgentSilent } from "./prompt.ts";
import type { Schedule } from "./schedule.ts";

/** Why a schedule shows a fault, and what was seen on every runtime. */
export interface Disagreement {
  /** In one line. */
  readonly why: string;
  readonly histories: readonly History[];
}

/**
 * Plays a schedule on every subject at once. Each history must be one that the model allows, and where everything came to rest
 * after each step they must be alike. `null`: so it is.
 */
export async function compare(schedule: Schedule, crew: Crew): Promise<Disagreement | null> {
  const { mode } = schedule;
  const peer = await crew.peer();
  const agents = await Promise.all(crew.subjects.map((subject) => crew.subject(subject)));
  const theirs = peer.capabilities.capabilities;
  const histories = await Promise.all(
    crew.subjects.map(async (subject, index): Promise<History> => {
      const ours = agents[index];
      if (ours === undefined) throw new Error(`no agent plays ${subject.id}`);
      try {
        const address = (): string => crew.address(schedule.transport);
        const played = await playAny(schedule, { ours, theirs: peer, address, patience: crew.patience });
        return { runtime: subject.id, events: played.events, fault: played.fault };
      } catch (error) {
        return { runtime: subject.id, events: [], fault: blameOf(error, subject) };
      }
    }),
  );
  const wrong = histories.find(({ fault }) => fault !== null);
  if (wrong?.fault) {
    return { why: `${wrong.runtime}: expected ${wrong.fault.expected}, got ${wrong.fault.actual}`, histories };
  }
  // In free mode who comes first is a matter of microseconds: each history is judged for itself.
  if (mode === "free") return null;
  const declared = agents.map(({ capabilities }) => capabilities.capabilities);
  // Who is told that nobody is there, and who is not, see different things, each by the model.
  const groups = "datagrams" in schedule && schedule.isConnected ? ["told", "not told"] : ["all"];
  for (const group of groups) {
    const isOf = (_: unknown, index: number): boolean =>
      group === "all" || (declared[index]?.includes("udp:refused") === true) === (group === "told");
    const why = differenceOf(schedule, histories.filter(isOf), declared.filter(isOf), theirs);
    if (why !== null) return { why, histories };
  }
  return null;
}

function playAny(schedule: Schedule, table: Table): Promise<Played> {
  if ("datagrams" in schedule) return playDatagrams(schedule, table);
  return "listener" in schedule ? playListener(schedule, table) : play(schedule, table);
}

/** Where the first two that are not alike differ. `null`: all are alike. */
function differenceOf(
  schedule: Schedule,
  histories: readonly History[],
  declared: readonly (readonly string[])[],
  theirs: readonly string[],
): string | null {
  const common = (declared[0] ?? []).filter((name) => declared.every((all) => all.includes(name)));
  const told = histories.map(({ events }) => {
    if ("datagrams" in schedule || "listener" in schedule) return orderedLines(events);
    return normalised(events, worldOf(schedule.transport, common, theirs));
  });
  const [first = [], ...others] = told;
  for (const [index, other] of others.entries()) {
    const at = first.findIndex((line, place) => line !== other[place]);
    if (at === -1 && first.length === other.length) continue;
    const [here, there] = [histories[0]?.runtime, histories[index + 1]?.runtime];
    const which = at === -1 ? first.length : at;
    const one = (first[which] ?? "nothing").trim();
    return `${here} and ${there} differ: ${one}; ${(other[which] ?? "nothing").trim()}`;
  }
  return null;
}

/** A subject that dies, says nothing, or breaks the protocol of agents, shows a fault of its own. Any other failure is the suite's. */
function blameOf(error: unknown, { id }: FuzzSubject): History["fault"] {
  const name = `the agent on ${id}`;
  const itsOwn =
    ((error instanceof ProcessDied || error instanceof AgentSilent) && error.process === name) ||
    (error instanceof ProtocolError && error.who === name);
  if (!itsOwn) throw error;
  return { actual: error.message, expected: "an agent that lives" };
}
