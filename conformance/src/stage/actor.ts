import type {
  Actor,
  ActorListener,
  BindOptions,
  DatagramEnd,
  ListenOptions,
  Peer,
  ProcessStats,
} from "@anysock/protocol-spec";
import { StageDatagrams } from "./datagrams.ts";
import { StagePeer } from "./peer.ts";
import type { Player } from "./player.ts";

/** How often a connection is tried again that met itself. */
const SELF_CONNECTIONS = 8;

/** An agent as a case sees it. */
export class StageActor implements Actor {
  readonly #player: Player;
  readonly #home: () => string;
  readonly #fresh: () => string;

  /** `home` is where it connects, and `fresh` where it listens, when a case names no address. */
  constructor(player: Player, home: () => string, fresh: () => string) {
    this.#player = player;
    this.#home = home;
    this.#fresh = fresh;
  }

  has(capability: string): boolean {
    return this.#player.agent.capabilities.capabilities.includes(capability);
  }

  async connect(to: string = this.#home(), options: { readonly timeout?: number } = {}): Promise<Peer> {
    const args = { to, timeout: options.timeout ?? this.#player.patience };
    for (let attempt = 1; ; attempt++) {
      const held = await this.#player.call("connect", args, `connect(${to})`, (result) => ({
        text: `connected as ${result.local || "a client without a name"}`,
      }));
      const peer = new StagePeer(this.#player, held);
      // RFC 9293, 3.5: a simultaneous open of one socket with itself succeeds, where its ephemeral port is the one that
      // it connects to. Nobody else is there to be judged.
      if (held.local !== held.remote || !to.startsWith("tcp:") || attempt === SELF_CONNECTIONS) return peer;
      await peer.abort();
    }
  }

  async listen(at: string = this.#fresh(), options: ListenOptions = {}): Promise<ActorListener> {
    const player = this.#player;
    const { service, ...rest } = options;
    const args = {
      at,
      ...(service === undefined ? {} : { service }),
      ...(Object.keys(rest).length === 0 ? {} : { options: rest }),
    };
    const text = `listen(${at}${Object.keys(options).length === 0 ? "" : `, ${JSON.stringify(options)}`})`;
    const { listener, address } = await player.call(
      "listen",
      args,
      text,
      (result) => ({ text: `listening on ${result.address}` }),
      player.patience,
    );
    player.listeners.add(listener);
    return {
      address,
      accept: async ({ timeout = player.patience } = {}) => {
        const held = await player.call("accept", { listener, timeout }, "accept()", (result) => ({
          text: `accepted ${result.remote} as connection ${result.connection}`,
        }));
        return new StagePeer(player, held);
      },
      close: async () => {
        await player.call(
          "closeListener",
          { listener },
          `close(${address})`,
          () => ({ text: "closed" }),
          player.patience,
        );
      },
    };
  }

  async bind(at: string = this.#fresh(), options: BindOptions = {}): Promise<DatagramEnd> {
    const player = this.#player;
    const { remote, service, ...rest } = options;
    const args = {
      at,
      ...(remote === undefined ? {} : { remote }),
      ...(service === undefined ? {} : { service }),
      ...(Object.keys(rest).length === 0 ? {} : { options: rest }),
    };
    const text = `bind(${at}${Object.keys(options).length === 0 ? "" : `, ${JSON.stringify(options)}`})`;
    const told = ({ local }: { readonly local: string }) => ({ text: `bound to ${local}` });
    return new StageDatagrams(player, await player.call("bind", args, text, told, player.patience));
  }

  async halt(): Promise<{ wake(): void }> {
    return this.#player.halt();
  }

  async stats(): Promise<ProcessStats> {
    const { descriptors, memory } = await this.#player.call(
      "stats",
      {},
      "stats?",
      (result) => ({ text: `${result.descriptors} descriptors, ${result.memory} bytes` }),
      this.#player.patience,
    );
    return { descriptors, memory };
  }
}
