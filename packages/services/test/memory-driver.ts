import {
  type Address,
  type Connection,
  createSockets,
  DONE,
  type Done,
  type Driver,
  type DriverListener,
  type DriverStream,
  Failure,
  LATER,
  type Later,
  type ListenerEvents,
  NOBODY,
  type StreamEvents,
} from "@anysock/core";

const here: Address = { family: "ipv4", host: "127.0.0.1", port: 7 };

/**
 * One end of a connection without a network and without a buffer: a push is done when the other end has pulled all of it.
 * So a write that has settled was read, and a chunk is read as it was written.
 */
class MemoryStream implements DriverStream {
  readonly local = here;
  readonly remote = here;
  readonly fills = false;
  events: StreamEvents = NOBODY;
  /** The other end. */
  peer: MemoryStream = this;
  #offered: Uint8Array | null = null;
  #hasEnded = false;
  #isPulling = false;
  #failure: Failure | null = null;
  #isDestroyed = false;

  pull(): Uint8Array | null | Failure | Later {
    const answer = this.peer.#give(this);
    this.#isPulling = answer === LATER;
    return answer;
  }

  push(data: Uint8Array): Done | Failure | Later {
    if (this.#failure !== null) return this.#failure;
    if (this.peer.#isDestroyed) return new Failure("EPIPE");
    this.#offered = data;
    this.peer.#look();
    return LATER;
  }

  shutdown(): Done {
    this.#hasEnded = true;
    this.peer.#look();
    return DONE;
  }

  destroy(how: "reset" | "release"): void {
    this.#isDestroyed = true;
    this.#hasEnded = true;
    if (how === "reset") this.peer.#failure = new Failure("ECONNRESET");
    this.peer.#look();
  }

  /** What this end has for the other one. */
  #give(to: MemoryStream): Uint8Array | null | Failure | Later {
    if (to.#failure !== null) return to.#failure;
    if (this.#offered === null) return this.#hasEnded ? null : LATER;
    const chunk = this.#offered.slice();
    this.#offered = null;
    queueMicrotask(() => this.#isDestroyed || this.events.pushed(DONE));
    return chunk;
  }

  /** Answers the pull under way, if there is something now: never from within the call that it answers. */
  #look(): void {
    queueMicrotask(() => {
      if (!this.#isPulling || this.#isDestroyed) return;
      const answer = this.peer.#give(this);
      if (answer === LATER) return;
      this.#isPulling = false;
      this.events.pulled(answer);
    });
  }

  setNoDelay(): void {}
  setKeepAlive(): void {}
  setTrafficClass(): void {}
  ref(): void {}
  unref(): void {}
}

/** Whoever connects is accepted by the listener; there is one. */
class MemoryDriver implements Driver {
  readonly runtime = { name: "memory", version: "1" };
  readonly supports = new Set(["tcp:reset"] as const);
  #listener: ListenerEvents | null = null;

  async resolve(): Promise<never> {
    throw new Failure("ENOTFOUND");
  }

  connect(...[, , events]: Parameters<Driver["connect"]>): () => void {
    const [client, server] = [new MemoryStream(), new MemoryStream()];
    client.peer = server;
    server.peer = client;
    queueMicrotask(() => {
      events.connected(client);
      this.#listener?.accepted(server);
    });
    return () => {};
  }

  async listen(...[, , events]: Parameters<Driver["listen"]>): Promise<DriverListener> {
    this.#listener = events;
    return {
      address: here,
      eager: true,
      accept(): void {},
      async close(): Promise<void> {},
      ref(): void {},
      unref(): void {},
    };
  }
}

/** Both ends of a connection. */
export async function pair(): Promise<readonly [client: Connection, server: Connection]> {
  const sockets = createSockets(new MemoryDriver());
  const listener = await sockets.listen({ host: "127.0.0.1", port: 7 });
  return Promise.all([sockets.connect({ host: "127.0.0.1", port: 7 }), listener.accept()]);
}
