import { ProcessDied, ProtocolError } from "../agent/failure.ts";
import type { Crew, FuzzSubject } from "./crew.ts";
import { type History, normalised, orderedLines, worldOf } from "./history.ts";
import { playListener } from "./listener-play.ts";
import { play } from "./play.ts";
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
  const { transport, mode } = schedule;
  const peer = await crew.peer();
  const agents = await Promise.all(crew.subjects.map((subject) => crew.subject(subject)));
  const theirs = peer.capabilities.capabilities;
  const histories = await Promise.all(
    crew.subjects.map(async (subject, index): Promise<History> => {
      const ours = agents[index];
      if (ours === undefined) throw new Error(`no agent plays ${subject.id}`);
      const world = worldOf(transport, ours.capabilities.capabilities, theirs);
      try {
        const address = crew.address(transport);
        const table = { ours, theirs: peer, address, world, patience: crew.patience };
        const played = await ("listener" in schedule ? playListener(schedule, table) : play(schedule, table));
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
  const common = (declared[0] ?? []).filter((name) => declared.every((all) => all.includes(name)));
  const world = worldOf(transport, common, theirs);
  const isListener = "listener" in schedule;
  const told = histories.map(({ events }) => (isListener ? orderedLines(events) : normalised(events, world)));
  const [first = [], ...others] = told;
  for (const [index, other] of others.entries()) {
    const at = first.findIndex((line, place) => line !== other[place]);
    if (at === -1 && first.length === other.length) continue;
    const [here, there] = [histories[0]?.runtime, histories[index + 1]?.runtime];
    const which = at === -1 ? first.length : at;
    const one = (first[which] ?? "nothing").trim();
    return { why: `${here} and ${there} differ: ${one}; ${(other[which] ?? "nothing").trim()}`, histories };
  }
  return null;
}

/** A subject that dies, or breaks the protocol of agents, shows a fault of its own. Any other failure is the suite's. */
function blameOf(error: unknown, { id }: FuzzSubject): History["fault"] {
  const name = `the agent on ${id}`;
  const itsOwn =
    (error instanceof ProcessDied && error.process === name) || (error instanceof ProtocolError && error.who === name);
  if (!itsOwn) throw error;
  return { actual: error.message, expected: "an agent that lives" };
}
