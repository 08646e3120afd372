import { createHash } from "node:crypto";
import { ActorError, patternBytes } from "@anysock/protocol-spec";
import type { AgentProcess } from "../agent/process.ts";
import { longest } from "./datagram-draw.ts";
import {
  bound,
  type DatagramAnswer,
  type DatagramOp,
  type DatagramState,
  type DatagramWorld,
  datagramAnswered,
  datagramKey,
  datagramMoves,
  datagramMustAnswer,
  type Sent,
} from "./datagram-model.ts";
import {
  type DatagramSchedule,
  type DatagramStep,
  datagramWords,
  type Nowhere,
  type Party,
  WHOLE,
} from "./datagram-schedule.ts";
import { type BoundSockets, bindAll, releaseAll, whoOf } from "./datagram-sockets.ts";
import { datagramAnswerWords, datagramCandidates } from "./datagram-words.ts";
import { Dialogue } from "./dialogue.ts";
import type { Fault } from "./history.ts";
import type { Played, Table } from "./play.ts";
import { askPromptly } from "./prompt.ts";
import { GLANCE_MS } from "./schedule.ts";
import { States } from "./states.ts";

/** No receive waits for a clock of the agent's, but for a glance. In milliseconds. */
const NEVER_MS = 600_000;
/** What a socket has that is bound without a `queue` (`BindOptions.queue`). */
const DEFAULT_QUEUE = 262_144;
const MARK_BYTES = 8;
/** 127/8's own (RFC 1122, 3.2.1.3); at the port for what is thrown away, though it never gets there. */
const BROADCAST = "udp://127.255.255.255:9";
/** More than are ever drawn. */
const MOST_WAITING = 64;

/** Plays a schedule of datagrams once: the events, and the first thing that the model does not allow. */
export async function playDatagrams(schedule: DatagramSchedule, table: Table): Promise<Played> {
  const made = await bindAll(schedule, table);
  if ("fault" in made) return { events: [], fault: made.fault };
  try {
    const { events, fault } = await new DatagramPlaying(schedule, table, made).play();
    return { events: [...events], fault };
  } finally {
    await releaseAll(table, made);
  }
}

class DatagramPlaying {
  readonly #schedule: DatagramSchedule;
  readonly #table: Table;
  readonly #sockets: BoundSockets;
  readonly #states: States<DatagramState, DatagramOp, DatagramAnswer>;
  readonly #dialogue: Dialogue<DatagramOp, DatagramAnswer>;
  readonly #wires = new Map<number, number>();
  readonly #cancelled = new Set<number>();
  readonly #sent: Sent[] = [];
  #ids = 0;
  #marks = 0;

  constructor(schedule: DatagramSchedule, table: Table, sockets: BoundSockets) {
    this.#schedule = schedule;
    this.#table = table;
    this.#sockets = sockets;
    const { transport, isConnected, queue } = schedule;
    const isTold = table.ours.capabilities.capabilities.includes("udp:refused");
    const world: DatagramWorld = { longest: longest[transport], isConnected, queue: queue ?? DEFAULT_QUEUE, isTold };
    this.#states = new States({
      start: bound,
      moves: (state) => datagramMoves(state, world),
      answered: datagramAnswered,
      mustAnswer: datagramMustAnswer,
      atRest: (state) => state,
      keyOf: datagramKey,
    });
    this.#dialogue = new Dialogue({
      judge: this.#states,
      patience: table.patience,
      tell: (op, answer) => datagramAnswerWords(op, answer, this.#sent),
      expect: (op) => this.#expected(op),
      quiet: () => this.#quiet(),
    });
  }

  async play(): Promise<Played> {
    const { mode, datagrams } = this.#schedule;
    const dialogue = this.#dialogue;
    for (const step of datagrams) {
      if (dialogue.fault !== null) return dialogue;
      if (mode === "stepped" && this.#isMoot(step)) continue;
      this.#ask(step);
      if (mode === "stepped") await dialogue.rest();
    }
    await dialogue.rest();
    await this.#emptyOurs();
    await this.#closeOurs();
    for (const who of ["first", "second"] as const) await this.#emptyTheirs(who);
    return dialogue;
  }

  /** A glance shows what a receive does that finds nothing: where something is there, its time would be a race. */
  #isMoot({ op }: DatagramStep): boolean {
    return op === "glance" && this.#states.now.some((state) => hasSomething(state) || state.pending.length > 0);
  }

  /** All that waits must be given, once, and nothing else: behind it comes a mark. */
  async #emptyOurs(): Promise<void> {
    const { isConnected } = this.#schedule;
    await this.#next({ op: "dropped", by: "ours" });
    for (let most = MOST_WAITING; most > 0 && this.#states.now.some(hasSomething); most--) {
      await this.#next({ op: "glance", by: "ours", bytes: WHOLE });
    }
    const marker = isConnected ? "first" : "third";
    if (this.#isClosed("ours") || this.#isClosed(marker)) return;
    await this.#next({ op: "send", by: marker, to: "ours", bytes: MARK_BYTES });
    if (this.#states.now.some(hasSomething)) await this.#next({ op: "receive", by: "ours", bytes: WHOLE });
    await this.#next({ op: "dropped", by: "ours" });
  }

  /** What waits is told, and what is asked for afterwards. */
  async #closeOurs(): Promise<void> {
    if (!this.#isClosed("ours")) {
      await this.#next({ op: "receive", by: "ours", bytes: WHOLE });
      await this.#next({ op: "close", by: "ours" });
    }
    await this.#next({ op: "receive", by: "ours", bytes: WHOLE });
    await this.#next({ op: "send", by: "ours", to: "first", bytes: MARK_BYTES });
  }

  async #emptyTheirs(who: "first" | "second"): Promise<void> {
    if (this.#isClosed(who)) return;
    await this.#next({ op: "send", by: "third", to: who, bytes: MARK_BYTES });
    for (let most = MOST_WAITING; most > 0; most--) {
      if (!this.#states.now.some(({ arrived }) => arrived[who].length > 0)) return;
      await this.#next({ op: "receive", by: who, bytes: WHOLE });
    }
  }

  #isClosed(who: Party): boolean {
    return this.#states.now.some(({ closed }) => closed.includes(who));
  }

  async #next(step: DatagramStep): Promise<void> {
    if (this.#dialogue.fault !== null) return;
    this.#ask(step);
    await this.#dialogue.rest();
  }

  #ask(step: DatagramStep): void {
    const id = ++this.#ids;
    const { op, by } = step;
    const bytes = "bytes" in step ? step.bytes : 0;
    const to = step.op === "send" ? step.to : null;
    const target = op === "cancel" ? this.#oldest() : -1;
    const blank = { begun: false, doom: null, mayHaveEnded: false, got: null };
    const one: DatagramOp = { id, op, by, to, bytes, target, ...blank };
    if (op === "send") this.#sent.push({ from: by, bytes, number: id });
    this.#dialogue.ask(one, datagramWords(step, GLANCE_MS), () => this.#request(one));
  }

  #oldest(): number {
    const open = [...this.#dialogue.open.values()].map(({ op }) => op);
    const receives = open.filter(({ op, by }) => op === "receive" && by === "ours");
    const target = receives.find(({ id }) => !this.#cancelled.has(id))?.id ?? -1;
    this.#cancelled.add(target);
    return target;
  }

  /** @throws unless the operation itself failed */
  async #request(one: DatagramOp): Promise<DatagramAnswer> {
    try {
      return await this.#answerOf(one);
    } catch (error) {
      if (error instanceof ActorError) return { code: error.code };
      throw error;
    }
  }

  async #answerOf({ id, op, by, to, bytes, target }: DatagramOp): Promise<DatagramAnswer> {
    const agent = this.#agentOf(by);
    const { socket } = this.#sockets[by];
    switch (op) {
      case "send": {
        const data = { pattern: { seed: id, offset: 0, length: bytes } };
        const isConnected = by === "ours" && this.#schedule.isConnected;
        const where = isConnected || to === null ? {} : { to: this.#addressOf(to) };
        await agent.request("send", { socket, data, ...where, timeout: NEVER_MS });
        return { code: null };
      }
      case "receive":
      case "glance": {
        const timeout = op === "glance" ? GLANCE_MS : NEVER_MS;
        const onId = (wire: number): unknown => this.#wires.set(id, wire);
        const { count, truncated, from, sha256 } = await agent.request(
          "receive",
          { socket, into: bytes, timeout },
          onId,
        );
        const numbers = this.#sent.filter((sent) => isPrefix(sent, count, sha256)).map(({ number }) => number);
        return { code: null, count, truncated, from: whoOf(this.#sockets, from), numbers };
      }
      case "cancel":
        await agent.request("cancel", { target: this.#wires.get(target) ?? 0 });
        return { code: null };
      case "dropped":
        return { code: null, dropped: (await agent.request("dropped", { socket })).dropped };
      case "close":
        await agent.request("closeSocket", { socket });
        return { code: null };
    }
  }

  #agentOf(by: Party): AgentProcess {
    return by === "ours" ? this.#table.ours : this.#table.theirs;
  }

  #addressOf(to: Party | Nowhere): string {
    if (to === "everybody") return BROADCAST;
    return to === "nobody" ? this.#sockets.nobody : this.#sockets[to].local;
  }

  #expected(op: DatagramOp): string {
    const allowed = this.#states.allowedOf(op.id, datagramCandidates(op, this.#sent));
    const words = allowed.map((answer) => datagramAnswerWords(op, answer, this.#sent));
    return words.length === 0 ? "no answer yet" : [...new Set(words)].join(" or ");
  }

  /**
   * A datagram has come to another socket of the same program, and then one more: what lay in the kernel before the first has been
   * handled, because a loop looks at all its sockets before it looks again.
   */
  async #quiet(): Promise<Fault | null> {
    const { theirs, patience } = this.#table;
    const { third, mark } = this.#sockets;
    for (let turn = 0; turn < 2; turn++) {
      const data = { pattern: { seed: 0, offset: 0, length: MARK_BYTES + (++this.#marks % 1_000) } };
      await askPromptly(theirs, "send", { socket: third.socket, data, to: mark.local, timeout: patience }, patience);
      const fault = await this.#receiveMark(data.pattern.length);
      if (fault !== null) return fault;
    }
    return null;
  }

  /** Earlier ones that came twice are left out. */
  async #receiveMark(length: number): Promise<Fault | null> {
    const { ours, patience } = this.#table;
    const { socket } = this.#sockets.mark;
    try {
      for (;;) {
        const { count } = await askPromptly(ours, "receive", { socket, timeout: patience }, patience);
        if (count === length) return null;
      }
    } catch (error) {
      if (!(error instanceof ActorError)) throw error;
      return { actual: `another socket of ours: receive: ${error.code}`, expected: `a datagram of ${length} bytes` };
    }
  }
}

/** An operation would find something: a datagram, or that there is nobody. */
function hasSomething({ waiting, reported }: DatagramState): boolean {
  return waiting.length > 0 || reported;
}

function isPrefix({ bytes, number }: Sent, count: number, sha256: string): boolean {
  if (count > bytes) return false;
  const pattern = patternBytes({ seed: number, offset: 0, length: count });
  return createHash("sha256").update(pattern).digest("hex") === sha256;
}
