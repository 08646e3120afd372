import { createHash } from "node:crypto";
import { ActorError, patternBytes } from "@anysock/protocol-spec";
import type { AgentProcess } from "../agent/process.ts";
import { answerWords } from "./answer-words.ts";
import type { Answer } from "./answers.ts";
import { Dialogue } from "./dialogue.ts";
import { type Fault, type History, worldOf } from "./history.ts";
import { Judge } from "./judge.ts";
import { isListed } from "./kernel-view.ts";
import { askPromptly } from "./prompt.ts";
import { type ConnectionSchedule, GLANCE_MS, otherSide, type Side, type Step, windUp, wordsOf } from "./schedule.ts";
import { connectBoth, type Held, listenAt } from "./setup.ts";
import type { Pending, World } from "./state.ts";
import { isReading, mayReadEnd } from "./transitions.ts";

/** Nothing in a schedule waits for a clock of the agents', but for a glance. In milliseconds. */
const NEVER_MS = 600_000;
const seeds: Readonly<Record<Side, number>> = { ours: 0x0a11_50c4, theirs: 0x7ee2_50c4 };

/** The agents of both ends, and an address that nobody uses. */
export interface Table {
  readonly ours: AgentProcess;
  readonly theirs: AgentProcess;
  /** One that nobody has been given before. */
  readonly address: () => string;
  /** What an operation that must answer is given, in milliseconds. */
  readonly patience: number;
}

/** What was seen. */
export type Played = Pick<History, "events" | "fault">;

/** Plays a schedule once: the events, and the first thing that the model does not allow. */
export async function play(schedule: ConnectionSchedule, table: Table): Promise<Played> {
  const { connects } = schedule;
  const listens = otherSide(connects);
  const listening = await listenAt(listens, table);
  if ("fault" in listening) return { events: [], fault: listening.fault };
  let held: Readonly<Record<Side, Held>> | undefined;
  try {
    const made = await connectBoth(connects, listening, table);
    if ("fault" in made) return { events: [], fault: made.fault };
    held = made;
    const capabilities = [table.ours, table.theirs].map((agent) => agent.capabilities.capabilities);
    const world = worldOf(schedule.transport, capabilities[0] ?? [], capabilities[1] ?? []);
    const { events, fault } = await new Playing(table, world, held).play(schedule);
    // What is still pending answers when it is released, and that is no part of the schedule.
    return { events: [...events], fault };
  } finally {
    const release = (side: Side): Promise<unknown> =>
      askPromptly(
        table[side],
        "release",
        {
          connections: held === undefined ? [] : [held[side].connection],
          listeners: side === listens ? [listening.listener] : [],
        },
        table.patience,
      );
    await Promise.allSettled([release("ours"), release("theirs")]);
  }
}

class Playing {
  readonly #table: Table;
  readonly #world: World;
  readonly #held: Readonly<Record<Side, Held>>;
  readonly #judge: Judge;
  readonly #dialogue: Dialogue<Pending, Answer>;
  /** The ids of the agents' requests, by those of the operations. */
  readonly #wires = new Map<number, number>();
  readonly #cancelled = new Set<number>();
  readonly #closed = new Set<Side>();
  readonly #written: Record<Side, number> = { ours: 0, theirs: 0 };
  readonly #read: Record<Side, number> = { ours: 0, theirs: 0 };
  #cutArrived = false;
  #ids = 0;

  constructor(table: Table, world: World, held: Readonly<Record<Side, Held>>) {
    this.#table = table;
    this.#world = world;
    this.#held = held;
    this.#judge = new Judge(world);
    this.#dialogue = new Dialogue({
      judge: this.#judge,
      patience: table.patience,
      tell: ({ op }, answer) => answerWords(op, answer),
      expect: (op, answer) => this.#expected(op, answer),
      quiet: () => this.#quiet(),
    });
  }

  async play({ mode, steps }: ConnectionSchedule): Promise<Played> {
    const dialogue = this.#dialogue;
    for (const step of steps) {
      if (dialogue.fault !== null) return dialogue;
      if (mode === "stepped" && this.#isMoot(step)) continue;
      this.#ask(step);
      if (mode === "stepped") await dialogue.rest();
    }
    await dialogue.rest();
    for (const step of windUp) {
      if (dialogue.fault !== null) return dialogue;
      // Closed is closed: what else it is asked then is for the schedule to say.
      if (this.#closed.has(step.side) && step.op !== "closed") continue;
      this.#ask(step);
      await dialogue.rest();
    }
    return dialogue;
  }

  /** A glance shows what a read does that finds nothing: where something is there, its time would be a race. */
  #isMoot(step: Step): boolean {
    if (step.op !== "glance") return false;
    const state = this.#judge.likely;
    const op = { side: step.side, bytes: 1 } as Pending;
    return state.pending.some((one) => isReading(one, step.side)) || mayReadEnd(state, op, this.#world);
  }

  #ask(step: Step): void {
    if (step.op === "pause") return;
    if (step.op === "close") this.#closed.add(step.side);
    const id = ++this.#ids;
    const bytes = "bytes" in step ? step.bytes : 0;
    const target = step.op === "cancel" ? this.#oldest(step.side, step.what) : -1;
    const blank = { begun: false, upTo: 0, doom: null, mayHaveEnded: false };
    const op: Pending = { id, side: step.side, op: step.op, bytes, target, ...blank };
    this.#dialogue.ask(op, wordsOf(step), () => this.#request(op, (wire) => this.#wires.set(id, wire)));
  }

  #oldest(side: Side, what: "read" | "write"): number {
    for (const { op } of this.#dialogue.open.values()) {
      const kind = op.op === "glance" ? "read" : op.op;
      if (op.side !== side || kind !== what || this.#cancelled.has(op.id)) continue;
      this.#cancelled.add(op.id);
      return op.id;
    }
    return -1;
  }

  /** @throws unless the operation itself failed */
  async #request({ side, op, bytes, target }: Pending, onId: (wire: number) => void): Promise<Answer> {
    const agent = this.#table[side];
    const { connection } = this.#held[side];
    try {
      switch (op) {
        case "write": {
          const pattern = { seed: seeds[side], offset: this.#written[side], length: bytes };
          this.#written[side] += bytes;
          // One call: what a cancelled one has done is then known.
          const data = { connection, data: { pattern }, chunk: Math.max(1, bytes), timeout: NEVER_MS };
          await agent.request("write", data, onId);
          return { code: null };
        }
        case "read":
        case "glance": {
          const timeout = op === "glance" ? GLANCE_MS : NEVER_MS;
          const received = await agent.request("read", { connection, until: bytes, timeout }, onId);
          return this.#readAnswer(side, null, received);
        }
        case "close": {
          const { delivered } = await agent.request("close", { connection, timeout: NEVER_MS }, onId);
          return { code: null, delivered };
        }
        case "closed": {
          const { code } = await agent.request("closed", { connection }, onId);
          return { code: null, ended: code };
        }
        case "cancel":
          await agent.request("cancel", { target: this.#wires.get(target) ?? 0 }, onId);
          return { code: null };
        default:
          await agent.request(op, { connection }, onId);
          return { code: null };
      }
    } catch (error) {
      if (!(error instanceof ActorError)) throw error;
      if (op === "read" || op === "glance") return this.#readAnswer(side, error.code, error.received);
      return { code: error.code };
    }
  }

  #readAnswer(side: Side, code: string | null, received?: { count: number; end: boolean; sha256: string }): Answer {
    const { count = 0, end = false } = received ?? {};
    const pattern = { seed: seeds[otherSide(side)], offset: this.#read[side], length: count };
    this.#read[side] += count;
    const isWrong = count > 0 && createHash("sha256").update(patternBytes(pattern)).digest("hex") !== received?.sha256;
    return { code, count, end, ...(isWrong ? { isWrong } : {}) };
  }

  #expected(op: Pending, answer: Answer): string {
    const allowed = this.#judge.alternatives(op, answer).map((one) => answerWords(op.op, one));
    return allowed.length === 0 ? "no answer yet, or another count" : [...new Set(allowed)].join(" or ");
  }

  /** Both programs have turned, and where an end has cut the connection, the system shows that the other has met it. */
  async #quiet(): Promise<Fault | null> {
    const began = performance.now();
    const { patience } = this.#table;
    do {
      await Promise.all([this.#roundTrip("ours"), this.#roundTrip("theirs")]);
      if (await this.#cutHasArrived()) return null;
    } while (performance.now() - began < patience);
    return { actual: `the system still has the connection ${patience} ms after it was cut`, expected: "a reset" };
  }

  /** Two: an event that was there before the first is handled before the second. */
  async #roundTrip(side: Side): Promise<void> {
    const { connection } = this.#held[side];
    const { patience } = this.#table;
    await askPromptly(this.#table[side], "progress", { connection }, patience);
    await askPromptly(this.#table[side], "progress", { connection }, patience);
  }

  /** All else arrives in the order in which it was sent; but nobody waits for a reset. Of Unix sockets the system tells nothing. */
  async #cutHasArrived(): Promise<boolean> {
    const isCut = this.#judge.now.every(({ ours, theirs }) => ours.cut !== null || theirs.cut !== null);
    if (this.#world.unix || this.#cutArrived || !isCut) return true;
    const { local, remote } = this.#held.ours;
    this.#cutArrived = !(await isListed(local, remote));
    return this.#cutArrived;
  }
}
