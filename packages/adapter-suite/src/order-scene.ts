import type { Connection, Listener, Sockets, serve } from "@anysock/core";

/** What an order of events is played with, inside the process that is looked at. Actions of the peer are over when they settle. */
interface Scene {
  readonly adapter: Pick<Sockets, "connect" | "listen">;
  readonly serve: typeof serve;
  /** Where the peer listens. */
  readonly address: { readonly host: string; readonly port: number };
  /** `accept`, `connect` to a listener, `send`, `fin`, `reset` or `close` its last connection, or `nothing` but its turn. */
  peer(action: "accept" | "send" | "fin" | "reset" | "close" | "nothing"): Promise<void>;
  connect(listener: Listener): Promise<void>;
  connected(): Promise<Connection>;
  /** Whatever becomes of these operations, it is handled. */
  see(...operations: readonly Promise<unknown>[]): void;
}

/** Something that may happen in any order, and must not be the end of the process. */
export interface Order {
  readonly title: string;
  readonly convicts: string;
  act(scene: Scene): Promise<void>;
}
