import { existsSync } from "node:fs";
import { ActorError, type Pattern, type Peer, type Service, type Stage, type Transport } from "@anysock/protocol-spec";
import type { AgentProcess } from "../agent/process.ts";
import { processStats } from "../agent/process-stats.ts";
import type { RunningService } from "../subject/service.ts";
import { holdsSocket } from "../subject/socket-holders.ts";
import { tcpEnd } from "../subject/socket-tables.ts";
import { StageActor } from "./actor.ts";
import { anyAddress, isLoopback, loopback } from "./loopback.ts";
import type { Movement } from "./movement.ts";
import { Player } from "./player.ts";
import type { StageRecord } from "./record.ts";
import { StagePaths } from "./unix-paths.ts";

export interface StageSetup {
  readonly transport: Transport;
  readonly seed: number;
  /** Median round trip of one byte, in milliseconds. */
  readonly roundTrip: number;
  readonly client: AgentProcess;
  readonly server?: AgentProcess;
  readonly service?: RunningService;
  readonly record: StageRecord;
  /** Bytes a second, as measured; absent: as fast as loopback is. */
  readonly throughput?: number;
  /** Milliseconds; for subjects that are known to hang, where the default would be long to wait for. */
  readonly patience?: number;
  /** Ends the case: every operation rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A step of `bulk` bytes takes about so long at most, in seconds. */
export const BULK_SECONDS: number = 2;
const SMALLEST_BULK = 64 * 1024;
/** What a case does over and over takes about so long at most, in milliseconds. */
const REPEATING_MS = 10_000;
/** The least that "nothing follows" is watched, and that a step may stand still, on loopback; each grows with the round trip. */
const WINDOW_MS = 50;
const PATIENCE_MS = 5_000;
const WINDOW_ROUND_TRIPS = 8;
const PATIENCE_ROUND_TRIPS = 50;

/** A stage as the one sees it who plays a case on it. */
export interface OpenStage extends Stage {
  /** What a step that is under way has moved, as soon as it moves more; `null`: nothing moves within the patience. */
  stillMoving(): Promise<Movement | null>;
  /** The case has asked for {@link Stage.bulk}: it can be played with less. */
  readonly hasBulk: boolean;
  /** Gives back what the case has left open, so that the next can use the same agents. */
  dispose(): Promise<void>;
}

/** A stage for one case. */
export function createStage(setup: StageSetup): OpenStage {
  return new CaseStage(setup);
}

class CaseStage implements OpenStage {
  readonly transport: Transport;
  readonly seed: number;
  readonly roundTrip: number;
  readonly window: number;
  readonly patience: number;
  readonly client: StageActor;
  readonly paths: StagePaths = new StagePaths();
  readonly #setup: StageSetup;
  readonly #server: StageActor | null;
  readonly #service: Service | null;
  readonly #players: Player[] = [];
  /** Pairs are made one after the other, so that each accept finds the connection that belongs to it. */
  #pairing: Promise<unknown> = Promise.resolve();
  hasBulk = false;
  #listener: ReturnType<StageActor["listen"]> | null = null;

  constructor(setup: StageSetup) {
    this.#setup = setup;
    this.transport = setup.transport;
    this.seed = setup.seed >>> 0;
    this.roundTrip = setup.roundTrip;
    this.window = Math.ceil(WINDOW_MS + WINDOW_ROUND_TRIPS * setup.roundTrip);
    this.patience = Math.ceil(setup.patience ?? PATIENCE_MS + PATIENCE_ROUND_TRIPS * setup.roundTrip);
    this.#service = setup.service === undefined ? null : this.#serviceOf(setup.service);
    this.client = this.#actor("client", setup.client, () => this.service.address);
    this.#server = setup.server === undefined ? null : this.#actor("server", setup.server, () => this.service.address);
  }

  get server(): StageActor {
    if (this.#server === null)
      throw new Error("this stage has no server agent: the case must say subject: client or server");
    return this.#server;
  }

  get service(): Service {
    if (this.#service === null) throw new Error("this stage has no service: the case must say needs.service");
    return this.#service;
  }

  connect(): Promise<Peer> {
    return this.client.connect(this.service.address);
  }

  pair(): Promise<readonly [client: Peer, server: Peer]> {
    const pair = this.#pairing.then(async () => {
      this.#listener ??= this.server.listen(this.freshAddress());
      const listener = await this.#listener;
      return await Promise.all([this.client.connect(listener.address), listener.accept()]);
    });
    this.#pairing = pair.catch(() => {});
    return pair;
  }

  pattern(length: number, stream: number = 0): Pattern {
    const seed = Math.imul(this.seed ^ Math.imul(stream + 1, 0x85ebca6b), 0xc2b2ae35) >>> 0;
    return { seed, offset: 0, length };
  }

  bulk(length: number, stream?: number): Pattern {
    const { throughput } = this.#setup;
    const most = throughput === undefined ? length : Math.max(SMALLEST_BULK, Math.floor(throughput * BULK_SECONDS));
    const used = Math.min(length, most);
    this.hasBulk = true;
    this.observe("bytes", used);
    return this.pattern(used, stream);
  }

  times(count: number, each: number): number {
    return Math.max(1, Math.min(count, Math.floor(REPEATING_MS / each)));
  }

  freshAddress(): string {
    if (this.transport === "unix") return this.paths.fresh();
    const { transport } = this;
    // What goes to another machine cannot come from loopback.
    const isAway = this.#service !== null && !isLoopback(this.#service.address);
    return isAway && (transport === "udp4" || transport === "udp6") ? anyAddress[transport] : loopback[transport];
  }

  observe(name: string, value: string | number | boolean): void {
    this.#setup.record.observe(name, value);
  }

  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  async stillMoving(): Promise<Movement | null> {
    const over = new AbortController();
    const { promise: late, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(() => resolve(null), this.patience);
    try {
      // An agent that has died says nothing here; its death is told elsewhere.
      const moving = this.#players.map((player) => player.stillMoving(over.signal).catch(() => late));
      return await Promise.race([late, ...moving]);
    } finally {
      over.abort();
      clearTimeout(timer);
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#players.map((player) => player.release()));
    this.paths.dispose();
  }

  #actor(role: "client" | "server", agent: AgentProcess, home: () => string): StageActor {
    const player = new Player(role, agent, this.patience, this.#setup.record, this.#setup.signal);
    this.#players.push(player);
    return new StageActor(player, home, () => this.freshAddress());
  }

  #serviceOf(running: RunningService): Service {
    const { record } = this.#setup;
    const address = running.address(this.transport);
    if (address === null) throw new Error(`the ${running.name} service does not listen on ${this.transport}`);
    return {
      name: running.name,
      address,
      stats: async () => {
        if (running.pid === null) return null;
        const stats = statsOf(running, running.pid);
        record.add({ actor: "service", text: `${stats.descriptors} descriptors, ${stats.memory} bytes` });
        return stats;
      },
      holds: async ({ local, remote }) => {
        const socket = tcpEnd(remote, local)?.socket;
        return running.pid !== null && typeof socket === "string" && holdsSocket(running.pid, socket);
      },
    };
  }
}

/** @throws ActorError where the process has gone */
function statsOf({ name, exited }: RunningService, pid: number): ReturnType<typeof processStats> {
  try {
    return processStats(pid);
  } catch (error) {
    // A process that was started here is unknown to a system that knows this one: it has ended.
    if (exited === null || !existsSync("/proc/self/status")) throw error;
    throw new ActorError("ESRCH", `the process ${pid} of the ${name} server has gone`);
  }
}
