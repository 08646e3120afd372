import { ActorError } from "@anysock/protocol-spec";
import type { AgentArguments, AgentOp, AgentProcess } from "../agent/process.ts";
import type { AgentResults } from "../agent/protocol.ts";
import { haltProcess } from "./halt.ts";
import { type Movement, movementOf, type Step } from "./movement.ts";
import { OverdueWatch, type OwnWait } from "./overdue.ts";
import type { StageActor, StageRecord } from "./record.ts";

const MEBIBYTE = 1024 * 1024;

/** What the peers and listeners of one end share: its agent, the record, the end of the case. */
export class Player {
  readonly role: StageActor;
  readonly agent: AgentProcess;
  readonly patience: number;
  readonly #record: StageRecord;
  readonly #signal: AbortSignal | undefined;
  /** What the case has opened here and {@link release} gives back. */
  readonly connections: Set<number> = new Set();
  readonly listeners: Set<number> = new Set();
  readonly sockets: Set<number> = new Set();
  /** The requests that are under way, each with what moves where it makes progress. */
  readonly #outstanding = new Map<number, Step>();

  constructor(role: StageActor, agent: AgentProcess, patience: number, record: StageRecord, signal?: AbortSignal) {
    this.role = role;
    this.agent = agent;
    this.patience = patience;
    this.#record = record;
    this.#signal = signal;
  }

  /** Asks the agent, and records call and result. `text` and `told` are how a person would write them. */
  async call<Op extends AgentOp>(
    op: Op,
    args: AgentArguments<Op>,
    text: string,
    told: (result: AgentResults[Op]) => { readonly text: string; readonly detail?: string; readonly diverges?: true },
    limit?: number,
  ): Promise<AgentResults[Op]> {
    this.#signal?.throwIfAborted();
    const connection = "connection" in args ? { connection: args.connection as number } : {};
    const began = this.#record.add({ actor: this.role, ...connection, text, call: { op, args } });
    let id = 0;
    const asked = this.agent.request(op, args, (given) => {
      id = given;
      this.#outstanding.set(given, { op, ...connection, expects: "expect" in args });
    });
    const own = this.#ownWait(op, args);
    const watch = own === null ? null : new OverdueWatch(this.agent, `the ${this.role}'s ${op}`, own, this.patience);
    try {
      const result = await this.#bounded(watch === null ? asked : Promise.race([asked, watch.overdue]), op, limit);
      this.#record.add({ actor: this.role, ...connection, answers: began, ...told(result) });
      return result;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#record.add({ actor: this.role, ...connection, answers: began, text: `✗ ${why}`, diverges: true });
      throw error;
    } finally {
      watch?.end();
      this.#outstanding.delete(id);
    }
  }

  /** What the agent is told to give up by itself. `close` waits on its own terms, and has a limit. */
  #ownWait<Op extends AgentOp>(op: Op, args: AgentArguments<Op>): OwnWait | null {
    if (op === "close" || !("timeout" in args) || typeof args.timeout !== "number") return null;
    const { timeout } = args;
    if (op !== "read" && op !== "write") return { timeout };
    const { connection } = args as AgentArguments<"read" | "write">;
    const moved = async () => {
      const { read, written } = await this.agent.request("progress", { connection });
      // As for the agent: what moves the other way is progress too, and a read that is asked for once has its own time.
      return "until" in args && args.until === "some" ? read : read + written;
    };
    // One call of `write` shows no progress before its end: the agent's patience grows with its size.
    const chunk = "chunk" in args && op === "write" ? Number(args.chunk) : 0;
    return { timeout: timeout * Math.max(1, Math.ceil(chunk / MEBIBYTE)), moved };
  }

  /** What a step that is under way moves; it never settles if none moves anything. */
  stillMoving(signal: AbortSignal): Promise<Movement> {
    return movementOf(this.agent, this.role, this.#outstanding, signal);
  }

  /** Stops the program itself. What it is asked meanwhile it answers once it is awake. */
  halt(): { wake(): void } {
    const halted = haltProcess(this.agent.pid);
    this.#record.add({ actor: this.role, text: "halted (SIGSTOP)" });
    return {
      wake: () => {
        halted.wake();
        this.#record.add({ actor: this.role, text: "awake (SIGCONT)" });
      },
    };
  }

  /** Gives back what the case has left open, in bounded time. */
  async release(): Promise<void> {
    const requests: Promise<unknown>[] = [...this.#outstanding.keys()].map((target) =>
      this.agent.request("cancel", { target }),
    );
    const connections = [...this.connections];
    const listeners = [...this.listeners];
    const sockets = [...this.sockets];
    if (connections.length + listeners.length + sockets.length > 0) {
      const datagrams = sockets.length === 0 ? {} : { sockets };
      requests.push(this.agent.request("release", { connections, listeners, ...datagrams }));
    }
    this.connections.clear();
    this.listeners.clear();
    this.sockets.clear();
    await Promise.allSettled(requests);
  }

  /** An operation without a wait of its own, and every operation when the case is over, ends here. */
  async #bounded<T>(asked: Promise<T>, op: AgentOp, limit: number | undefined): Promise<T> {
    if (limit === undefined && this.#signal === undefined) return await asked;
    const { promise, reject } = Promise.withResolvers<never>();
    const end = () => reject(this.#signal?.reason);
    const late = () => reject(new ActorError("ETIMEDOUT", `${op} did not settle within ${limit} ms`));
    const timer = limit === undefined ? undefined : setTimeout(late, limit);
    this.#signal?.addEventListener("abort", end);
    asked.catch(() => {});
    try {
      return await Promise.race([asked, promise]);
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener("abort", end);
    }
  }
}
