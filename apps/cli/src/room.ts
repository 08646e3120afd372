import type { Connection } from "anysock";

type Handler = (connection: Connection) => Promise<void>;

/** Room for some connections at once, over all listeners that share it. */
export class Room {
  /** How many there is room for. */
  readonly size: number;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.size = size;
    this.#free = size;
  }

  /**
   * The handler of one listener, which begins when there is room. Until then the connection waits unread, behind those that
   * waited before it; where `pending` of this listener wait already, it is reset.
   */
  sharedBy(handler: Handler, pending: number = Number.POSITIVE_INFINITY): Handler {
    let waiting = 0;
    return async (connection) => {
      if (this.#free > 0) this.#free -= 1;
      else if (waiting >= pending) return connection.abort();
      else {
        waiting += 1;
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
        waiting -= 1;
      }
      try {
        await handler(connection);
        // One that is still being closed takes room as well.
        await connection.close();
      } finally {
        const next = this.#waiting.shift();
        if (next === undefined) this.#free += 1;
        else next();
      }
    };
  }
}
