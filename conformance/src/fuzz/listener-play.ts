import { ActorError } from "@anysock/protocol-spec";
import { Dialogue } from "./dialogue.ts";
import {
  ENDED,
  type ListenerAnswer,
  type ListenerOp,
  type ListenerState,
  listenerAnswered,
  listenerMoves,
  listenerMustAnswer,
  listening,
} from "./listener-model.ts";
import type { Played, Table } from "./play.ts";
import { askPromptly } from "./prompt.ts";
import { type ListenerSchedule, listenerWords } from "./schedule.ts";
import { listenAt } from "./setup.ts";
import { States } from "./states.ts";

/** No accept waits for a clock of the agent's. In milliseconds. */
const NEVER_MS = 600_000;

/** Plays a schedule of a listener once: the events, and the first thing that the model does not allow. */
export async function playListener(schedule: ListenerSchedule, table: Table): Promise<Played> {
  const listening = await listenAt("ours", table);
  if ("fault" in listening) return { events: [], fault: listening.fault };
  const playing = new ListenerPlaying(table, listening.listener, listening.address);
  try {
    const { events, fault } = await playing.play(schedule);
    return { events: [...events], fault };
  } finally {
    await playing.release();
  }
}

class ListenerPlaying {
  readonly #table: Table;
  readonly #listener: number;
  readonly #address: string;
  readonly #states: States<ListenerState, ListenerOp, ListenerAnswer>;
  readonly #dialogue: Dialogue<ListenerOp, ListenerAnswer>;
  readonly #wires = new Map<number, number>();
  readonly #cancelled = new Set<number>();
  /** The clients' connections, and the accepted ones. */
  readonly #clients = new Map<number, number>();
  readonly #accepted: number[] = [];
  #ids = 0;
  #count = 0;

  constructor(table: Table, listener: number, address: string) {
    this.#table = table;
    this.#listener = listener;
    this.#address = address;
    this.#states = new States({
      start: listening,
      moves: listenerMoves,
      answered: listenerAnswered,
      mustAnswer: listenerMustAnswer,
      atRest: (state) => state,
      keyOf: (state) => JSON.stringify(state),
    });
    this.#dialogue = new Dialogue({
      judge: this.#states,
      patience: table.patience,
      tell,
      expect: (op) => expectation(op, this.#states.now[0]?.queue ?? []),
      quiet: () => this.#quiet(),
    });
  }

  async play({ mode, listener }: ListenerSchedule): Promise<Played> {
    const dialogue = this.#dialogue;
    for (const step of listener) {
      if (dialogue.fault !== null) return dialogue;
      this.#ask(step, step === "connect" ? ++this.#count : -1);
      if (mode === "stepped") await dialogue.rest();
    }
    await dialogue.rest();
    if (dialogue.fault === null && !listener.includes("closeListener")) {
      this.#ask("closeListener", -1);
      await dialogue.rest();
    }
    const [state] = this.#states.now;
    for (const client of state?.queue ?? []) {
      if (dialogue.fault !== null) break;
      if (!this.#clients.has(client)) continue;
      this.#ask("hear", client);
      await dialogue.rest();
    }
    return dialogue;
  }

  #ask(op: ListenerOp["op"], client: number): void {
    const id = ++this.#ids;
    const target = op === "cancel" ? this.#oldest() : -1;
    const one: ListenerOp = { id, op, client, target, begun: false, doom: null, mayHaveEnded: false };
    this.#dialogue.ask(one, listenerWords(op, client), () => this.#request(one));
  }

  #oldest(): number {
    const accepts = [...this.#dialogue.open.values()].map(({ op }) => op).filter(({ op }) => op === "accept");
    const target = accepts.find(({ id }) => !this.#cancelled.has(id))?.id ?? -1;
    this.#cancelled.add(target);
    return target;
  }

  /** @throws unless the operation itself failed */
  async #request(one: ListenerOp): Promise<ListenerAnswer> {
    try {
      return await this.#answerOf(one);
    } catch (error) {
      if (error instanceof ActorError) return { code: error.code };
      throw error;
    }
  }

  async #answerOf({ id, op, client, target }: ListenerOp): Promise<ListenerAnswer> {
    const { ours, theirs } = this.#table;
    switch (op) {
      case "connect": {
        const { connection } = await theirs.request("connect", { to: this.#address, timeout: NEVER_MS });
        this.#clients.set(client, connection);
        // By its number whoever accepts it knows which one it is: Unix clients have no address.
        const data = { base64: Buffer.from([client]).toString("base64") };
        await theirs.request("write", { connection, data, timeout: NEVER_MS });
        return { code: null };
      }
      case "accept": {
        const onId = (wire: number): unknown => this.#wires.set(id, wire);
        const { connection } = await ours.request("accept", { listener: this.#listener, timeout: NEVER_MS }, onId);
        this.#accepted.push(connection);
        const { base64 = "" } = await ours.request("read", { connection, until: 1, bytes: true, timeout: NEVER_MS });
        return { code: null, client: Buffer.from(base64, "base64")[0] ?? -1 };
      }
      case "cancel":
        await ours.request("cancel", { target: this.#wires.get(target) ?? 0 });
        return { code: null };
      case "closeListener":
        await ours.request("closeListener", { listener: this.#listener });
        return { code: null };
      default:
        await theirs.request("read", { connection: this.#clients.get(client) ?? -1, until: 1, timeout: NEVER_MS });
        return { code: null };
    }
  }

  /** Both programs have turned, twice: an event that was there before the first is handled before the second. */
  async #quiet(): Promise<null> {
    const { ours, theirs, patience } = this.#table;
    const turned = (agent: Table["ours"]): Promise<unknown> => askPromptly(agent, "stats", {}, patience);
    for (let turn = 0; turn < 2; turn++) await Promise.all([turned(ours), turned(theirs)]);
    return null;
  }

  async release(): Promise<void> {
    const { ours, theirs, patience } = this.#table;
    const clients = [...this.#clients.values()];
    await Promise.allSettled([
      askPromptly(ours, "release", { connections: this.#accepted, listeners: [this.#listener] }, patience),
      askPromptly(theirs, "release", { connections: clients, listeners: [] }, patience),
    ]);
  }
}

/** Without what is left to each system: how a client that nobody accepted learns of it. */
function tell({ op }: ListenerOp, { code, client }: ListenerAnswer): string {
  if (op === "hear") return code === null || ENDED.includes(code) ? "the connection is over" : code;
  if (op === "connect" && (code === "ECONNREFUSED" || code === "ENOENT")) return "refused";
  if (op === "accept" && code === null) return `client ${client}`;
  return code ?? "done";
}

function expectation({ op, doom }: ListenerOp, queue: readonly number[]): string {
  if (op !== "accept" || doom !== null) return doom?.join(" or ") ?? "success";
  return queue.length === 0 ? "no answer yet" : `client ${queue[0]}`;
}
