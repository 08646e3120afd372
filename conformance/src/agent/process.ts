import { Buffer } from "node:buffer";
import { ActorError, type Received } from "@anysock/protocol-spec";
import { Child } from "../subject/child.ts";
import type { Command } from "../subject/command.ts";
import { MAX_LINE } from "../subject/lines.ts";
import { type Exit, ProcessDied, ProtocolError, UNSUPPORTED_EXIT, Unsupported } from "./failure.ts";
import { AGENT_PROTOCOL_VERSION, type AgentRequest, type AgentResults, type WireReceived } from "./protocol.ts";
import { faultOf } from "./validation.ts";

export type AgentOp = keyof AgentResults;
/** What an operation is asked with, beside `id` and `op`. */
export type AgentArguments<Op extends AgentOp> = ArgumentsOf<AgentRequest, Op>;
type ArgumentsOf<Request, Op> = Request extends { readonly op: infer Ops }
  ? Op extends Ops
    ? Omit<Request, "id" | "op">
    : never
  : never;

export interface AgentStartOptions {
  /** How messages call it. */
  readonly name?: string;
  /** For the answers to `hello` and `capabilities`, in ms. */
  readonly timeout?: number;
}

interface Outstanding {
  readonly op: AgentOp;
  resolve(answer: AgentResults[AgentOp]): void;
  reject(error: Error): void;
}

const START_TIMEOUT_MS = 15_000;
/** How long each step of `stop` may take: its own end, SIGTERM, SIGKILL. */
const STOP_GRACE_MS = 1_000;

/** An agent in a process of its own. Requests may be outstanding together; each is answered, or rejects. */
export class AgentProcess {
  readonly name: string;
  readonly pid: number;
  runtime: AgentResults["hello"]["runtime"] = { name: "", version: "" };
  capabilities: AgentResults["capabilities"] = { transports: [], services: [], capabilities: [] };
  /** Its stderr, the last 64 KiB; or what of it came between two times of `performance.now()`. */
  readonly stderr: (since?: number, until?: number) => string;
  readonly exited: Promise<Exit>;
  /** Fulfils once it is of no use any more: it has exited, or was broken. */
  readonly over: Promise<void>;
  readonly #isOver: () => void;
  readonly #child: Child;
  readonly #outstanding = new Map<number, Outstanding>();
  #failure: Error | null = null;
  #ids = 0;

  /**
   * Starts it and learns who it is.
   * @throws ProcessDied, ProtocolError, Unsupported (exit status 89)
   */
  static async start(command: Command, options: AgentStartOptions = {}): Promise<AgentProcess> {
    const name = options.name ?? `agent ${command.argv[0].split("/").at(-1)}`;
    let agent: AgentProcess | undefined;
    const child = await Child.start(name, command, {
      line: (line) => agent?.take(line),
      lineTooLong: (line) => agent?.break(new ProtocolError(name, line, `a line has more than ${MAX_LINE} characters`)),
    });
    agent = new AgentProcess(name, child);
    const timeout = options.timeout ?? START_TIMEOUT_MS;
    const timer = setTimeout(() => {
      agent.break(new ProtocolError(name, "", `it did not answer hello and capabilities within ${timeout} ms`));
    }, timeout);
    try {
      const [hello, capabilities] = await Promise.all([
        agent.request("hello", { version: AGENT_PROTOCOL_VERSION }),
        agent.request("capabilities", {}),
      ]);
      agent.runtime = hello.runtime;
      agent.capabilities = capabilities;
      return agent;
    } catch (error) {
      await agent.stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private constructor(name: string, child: Child) {
    this.name = name;
    this.#child = child;
    this.pid = child.pid;
    this.exited = child.exited;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#isOver = resolve;
    this.stderr = (since, until) => child.stderr(since, until);
    void child.exited.then((exit) => {
      const why = exit.code === UNSUPPORTED_EXIT ? new Unsupported(name, child.stderr().trim()) : null;
      this.#fail(why ?? new ProcessDied(name, exit, child.stderr()));
    });
  }

  /**
   * Asks one operation. `onId` learns the id that `cancel` needs.
   * @throws ActorError (the operation failed), Unsupported, ProcessDied, ProtocolError
   */
  request<Op extends AgentOp>(
    op: Op,
    args: AgentArguments<Op>,
    onId?: (id: number) => void,
  ): Promise<AgentResults[Op]> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const id = ++this.#ids;
    const request = { id, op, ...args };
    const line = JSON.stringify(request);
    const fault =
      line.length > MAX_LINE ? `a line of ${line.length} characters is too long` : faultOf("request", op, request);
    if (fault !== null) return Promise.reject(new ProtocolError("the suite", line, fault));
    onId?.(id);
    const { promise, resolve, reject } = Promise.withResolvers<AgentResults[AgentOp]>();
    this.#outstanding.set(id, { op, resolve, reject });
    this.#child.write(line);
    return promise as Promise<AgentResults[Op]>;
  }

  /** Ends it: `stop`, then SIGTERM, then SIGKILL. Never rejects. */
  async stop(): Promise<void> {
    if (this.#failure === null) this.request("stop", {}).catch(() => {});
    this.#child.endInput();
    await this.#child.stop(STOP_GRACE_MS);
  }

  /** A line of its stdout. */
  take(line: string): void {
    if (this.#failure !== null) return;
    const why = this.#match(line);
    if (why !== null) this.break(new ProtocolError(this.name, line, why));
  }

  /** Settles the request that the line answers; or says why it answers none. */
  #match(line: string): string | null {
    let answer: unknown;
    try {
      answer = JSON.parse(line);
    } catch {
      return "its stdout has a line that is not JSON";
    }
    const id = typeof answer === "object" && answer !== null && "id" in answer ? answer.id : undefined;
    const asked = typeof id === "number" ? this.#outstanding.get(id) : undefined;
    if (asked === undefined) return "no request with this id is open";
    const fault = faultOf("answer", asked.op, answer);
    if (fault !== null) return fault;
    this.#outstanding.delete(id as number);
    settle(this.name, asked, answer as Answer);
    return null;
  }

  /** Nothing that it says from now on can be trusted: every request rejects, and the process ends. */
  break(error: Error): void {
    this.#fail(error);
    this.#child.kill("SIGKILL");
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#isOver();
    const open = [...this.#outstanding.values()];
    this.#outstanding.clear();
    for (const { reject } of open) reject(this.#failure);
  }
}

/** An answer that is valid. */
type Answer =
  | ({ readonly id: number; readonly ok: true } & AgentResults[AgentOp])
  | { readonly ok: false; readonly error: { code: string; message: string; received?: WireReceived } }
  | { readonly unsupported: string };

function settle(name: string, { op, resolve, reject }: Outstanding, answer: Answer): void {
  if ("unsupported" in answer) {
    reject(new Unsupported(name, answer.unsupported, op));
  } else if (answer.ok) {
    const { id: _id, ok: _ok, ...result } = answer;
    resolve(result as AgentResults[AgentOp]);
  } else {
    const { code, message, received } = answer.error;
    reject(new ActorError(code, message, received && receivedOf(received)));
  }
}

/** What was read, with the bytes themselves where they were asked for. */
export function receivedOf(wire: WireReceived): Received {
  const { count, end, sha256, divergence, base64 } = wire;
  const received = { count, end, sha256, divergence };
  return base64 === undefined ? received : { ...received, bytes: new Uint8Array(Buffer.from(base64, "base64")) };
}
