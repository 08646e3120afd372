import type { Address } from "./address.ts";
import type { Datagram } from "./datagram.ts";
import { DatagramQueue } from "./datagram-queue.ts";
import type { Failure } from "./driver.ts";
import type { SocketError, SocketErrorInit } from "./error.ts";
import type { Use } from "./use.ts";
import { canceled, type Wait, waitFault, watch } from "./wait.ts";

/** Who waits for datagrams: one caller for one, or a server for all. */
export interface Receiver {
  /** Not as one object: a server would make it for nothing. */
  take(data: Uint8Array, from: Address): void;
  /** `isOver`: nothing comes any more. Else it is what the system said of one that was sent. */
  fail(error: SocketError, isOver: boolean): void;
}

/** What the receiving half wants from its socket. */
export interface InboxOwner {
  readonly use: Use | null;
  told(failure: Failure, operation: "receive"): SocketError;
  busy(): SocketError;
  on(): SocketErrorInit;
}

/** The receiving half of a datagram socket: a bounded queue, and at most one who waits. One of them is always empty. */
export class DatagramInbox {
  readonly #owner: InboxOwner;
  readonly #queue: DatagramQueue;
  #receiver: Receiver | null = null;
  /** What the system has said of a datagram that was sent, for the next operation. */
  #reported: Failure | null = null;
  #failure: Failure | null = null;
  #closed: SocketError | null = null;

  /** `capacity` is in bytes. */
  constructor(owner: InboxOwner, capacity: number) {
    this.#owner = owner;
    this.#queue = new DatagramQueue(capacity);
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  put(data: Uint8Array, from: Address): void {
    if (this.#closed !== null) return;
    if (this.#receiver === null) this.#queue.put({ data, from });
    else this.#receiver.take(data, from);
  }

  /** Counts one that is here and not answered. */
  drop(): void {
    this.#queue.drop();
  }

  report(failure: Failure): void {
    if (this.#closed !== null) return;
    if (this.#receiver === null) this.#reported = failure;
    else this.#receiver.fail(this.#owner.told(failure, "receive"), false);
  }

  fail(failure: Failure): void {
    this.#failure = failure;
    this.#receiver?.fail(this.#owner.told(failure, "receive"), true);
  }

  /** What was reported is told once, to whatever comes first. */
  takeReport(): Failure | null {
    const reported = this.#reported;
    this.#reported = null;
    return reported;
  }

  /** The next datagram. Calls `begin` and `finish` of the socket's use around a wait. */
  next(wait?: Wait): Promise<Datagram> {
    const refused = waitFault(wait, "receive") ?? this.#refusal(wait);
    if (refused !== null) return Promise.reject(refused);
    const waiting = this.#queue.take();
    if (waiting !== undefined) return Promise.resolve(waiting);
    const failed = this.#failed();
    if (failed !== null) return Promise.reject(failed);
    return new Promise((resolve, reject) => {
      const { use } = this.#owner;
      const settle = (): void => {
        stop();
        this.#receiver = null;
        use?.finish();
      };
      const fail = (error: SocketError): void => {
        settle();
        reject(error);
      };
      use?.begin();
      this.#receiver = {
        take: (data, from) => {
          settle();
          resolve({ data, from });
        },
        fail,
      };
      const stop = watch(wait, "receive", this.#owner.on(), fail);
    });
  }

  /**
   * All datagrams, those that have come first, for a receiver that stays; not before this has returned. Gives what takes it back.
   * What the system had said of a peer is told to it as well: it is no reason not to stay.
   */
  all(receiver: Receiver): () => void {
    const refused = this.#taken() ?? this.#failed();
    if (refused !== null) throw refused;
    const reported = this.#report();
    const { use } = this.#owner;
    let isOpen = false;
    const end = (): void => {
      if (this.#receiver !== staying) return;
      this.#receiver = null;
      use?.finish();
    };
    const staying: Receiver = {
      take: (data, from) => {
        if (isOpen) receiver.take(data, from);
        else this.#queue.put({ data, from });
      },
      fail: (error, isOver) => {
        if (isOver) end();
        receiver.fail(error, isOver);
      },
    };
    this.#receiver = staying;
    use?.begin();
    queueMicrotask(() => {
      if (reported !== null && this.#receiver === staying) receiver.fail(reported, false);
      // It may end itself at any of them.
      while (this.#receiver === staying && !isOpen) {
        const next = this.#queue.take();
        if (next === undefined) isOpen = true;
        else receiver.take(next.data, next.from);
      }
    });
    return end;
  }

  #refusal(wait: Wait | undefined): SocketError | null {
    const taken = this.#taken();
    if (taken !== null) return taken;
    if (wait?.signal?.aborted === true) return canceled(wait.signal, "receive", this.#owner.on());
    return this.#report();
  }

  #taken(): SocketError | null {
    if (this.#closed !== null) return this.#closed;
    return this.#receiver === null ? null : this.#owner.busy();
  }

  #report(): SocketError | null {
    const reported = this.takeReport();
    return reported === null ? null : this.#owner.told(reported, "receive");
  }

  /** Behind what had come before. */
  #failed(): SocketError | null {
    return this.#failure === null ? null : this.#owner.told(this.#failure, "receive");
  }

  /** From now on everybody is told `error`. What nobody has received is thrown away. */
  close(error: SocketError): void {
    this.#closed = error;
    this.#queue.clear();
    this.#receiver?.fail(error, true);
  }
}
