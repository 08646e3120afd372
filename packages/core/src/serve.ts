import type { StreamConnection } from "./connection.ts";
import { LATER } from "./driver.ts";
import { SocketError } from "./error.ts";
import { type Acceptor, StreamListener } from "./listener.ts";
import { mustBeServable, notServable, throwUncaught } from "./serve-options.ts";
import { SharedWait } from "./shared-wait.ts";
import { nothing, type Wait, waitFault } from "./wait.ts";

/** What a connection is served with. The connection is closed when it returns, and reset when it throws. */
export type ServeHandler<C> = (connection: C) => Promise<void> | void;

export interface ServeOptions<C> {
  /** Most connections served at once; further ones wait unread in the listener. Default: no limit. */
  readonly limit?: number;
  /**
   * What a handler threw, or (with `undefined`) why accepting ended. Without it, a handler that ends with the failure of the
   * very connection it serves, or with a wait of its that took too long, is left at that; every other error is thrown as
   * an uncaught one, those of another connection (a proxy's upstream) included.
   */
  readonly onError?: (error: unknown, connection: C | undefined) => void;
}

/** How long leaving an `await using` block waits for handlers, in milliseconds. */
export const DEFAULT_DRAIN = 10_000;

const NO_LIMIT = Number.POSITIVE_INFINITY;

/**
 * A connection that is being served, and its place in the list. Not in a `Set`: V8 links each table that a Set has outgrown to
 * the next, and one that has become old keeps all after it, with their connections, from the quick collection.
 */
interface Served {
  readonly connection: StreamConnection;
  at: number;
}

/** Accepts and serves until drained. The public face of it is in `index.ts`. */
export class Serving implements Acceptor {
  readonly #listener: StreamListener;
  readonly #handler: ServeHandler<StreamConnection>;
  readonly #limit: number;
  readonly #onError: (error: unknown, connection: StreamConnection | undefined) => void;
  readonly #active: Served[] = [];
  /** The listener has been asked for a connection. */
  #asked = false;
  /** The listener gives no more. */
  #ended = false;
  #emptied: () => void = nothing;
  #drained: Promise<boolean> | null = null;
  /** Handlers may wait for anything, and hold the process or not; a drain that has a limit comes to its end. */
  readonly #drainWaits: SharedWait = new SharedWait("drain", {}, true);

  constructor(
    listener: StreamListener,
    handler: ServeHandler<StreamConnection>,
    options: ServeOptions<StreamConnection>,
  ) {
    // A datagram socket can receive as well.
    if (!(listener instanceof StreamListener)) {
      throw notServable("the first argument is not a listener of anysock: serve(await listen(…), handler)");
    }
    mustBeServable(handler, options, NO_LIMIT);
    const { limit = NO_LIMIT, onError = throwUnlessItsOwn } = options;
    this.#listener = listener;
    this.#handler = handler;
    this.#limit = limit;
    this.#onError = onError;
    // Not at once: a handler may use what `serve` returns.
    queueMicrotask(() => this.#claim());
  }

  /** Connections that are being served. */
  get active(): number {
    return this.#active.length;
  }

  /** Claims connections as long as there is room, without a promise for each. */
  #claim(): void {
    while (!this.#asked && !this.#ended && this.#drained === null && this.#active.length < this.#limit) {
      this.#asked = true;
      const answer = this.#listener.receive(this);
      if (answer !== LATER) this.#accepted(answer);
    }
  }

  take(answer: StreamConnection | SocketError): void {
    this.#accepted(answer);
    this.#claim();
  }

  #accepted(answer: StreamConnection | SocketError): void {
    this.#asked = false;
    if (!(answer instanceof SocketError)) {
      // It came in the instant of the drain: no more handler is started.
      if (this.#drained === null) this.#serve(answer);
      else answer.abort();
      return;
    }
    this.#ended = true;
    if (answer.code !== "ECLOSED") this.#onError(answer, undefined);
  }

  /** Not an async function: what V8 keeps of one while its handler waits is 0.2 KiB more for each connection (the bench, idle-10000). */
  #serve(connection: StreamConnection): void {
    const served: Served = { connection, at: this.#active.length };
    this.#active.push(served);
    let handled: Promise<void> | void;
    try {
      handled = this.#handler(connection);
    } catch (error) {
      handled = Promise.reject(error);
    }
    const failed = (error: unknown): void => this.#failed(served, error);
    void Promise.resolve(handled).then(() => {
      void connection.close().then(() => this.#finished(served), failed);
    }, failed);
  }

  #failed(served: Served, error: unknown): void {
    const { connection } = served;
    try {
      connection.abort(error);
      this.#onError(error, connection);
    } finally {
      this.#finished(served);
    }
  }

  #finished(served: Served): void {
    this.#remove(served);
    this.#claim();
    if (this.#active.length === 0) this.#emptied();
  }

  #remove(served: Served): void {
    const last = this.#active.pop();
    if (last === undefined || last === served) return;
    this.#active[served.at] = last;
    last.at = served.at;
  }

  drain(wait?: Wait): Promise<boolean> {
    const fault = waitFault(wait, "drain");
    if (fault !== undefined) return Promise.reject(fault);
    this.#drainWaits.add(wait);
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #drain(): Promise<boolean> {
    const closed = this.#listener.close();
    // It may fail while handlers are waited for; told below.
    closed.catch(nothing);
    const all = await this.#allFinish();
    for (const { connection } of [...this.#active]) connection.abort(new SocketError("ECLOSED", "drain"));
    await closed;
    return all;
  }

  #allFinish(): Promise<boolean> {
    if (this.#active.length === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      this.#drainWaits.start(() => resolve(false));
      this.#emptied = () => {
        this.#drainWaits.stop();
        resolve(true);
      };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain({ timeout: DEFAULT_DRAIN });
  }
}

function throwUnlessItsOwn(error: unknown, connection: StreamConnection | undefined): void {
  if (connection === undefined || !isItsOwn(error, connection)) throwUncaught(error);
}

/** Whether a client alone is the reason: its connection has failed, or was waited for too long. */
function isItsOwn(error: unknown, { remote, failure }: StreamConnection): boolean {
  // By identity: two clients of a Unix listener have equal addresses.
  if (!(error instanceof SocketError) || error.address !== remote) return false;
  return error.code === "ETIMEDOUT" || error.code === failure?.code;
}
