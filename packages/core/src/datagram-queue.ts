import type { Datagram } from "./datagram.ts";

/** What each datagram counts besides its bytes, for the objects around it: empty ones must not be without bound. */
const OVERHEAD = 256;

/** Datagrams that nobody has asked for yet, oldest first. What does not fit is dropped and counted, as the kernel does. */
export class DatagramQueue {
  readonly #capacity: number;
  #waiting: Datagram[] = [];
  #first = 0;
  #size = 0;
  #dropped = 0;

  /** `capacity` is in bytes. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get dropped(): number {
    return this.#dropped;
  }

  put(datagram: Datagram): void {
    const size = datagram.data.length + OVERHEAD;
    // One has room in any case, or a queue smaller than a datagram would never take it.
    if (this.#size > 0 && this.#size + size > this.#capacity) {
      this.#dropped++;
      return;
    }
    this.#size += size;
    this.#waiting.push(datagram);
  }

  take(): Datagram | undefined {
    const datagram = this.#waiting[this.#first];
    if (datagram === undefined) return undefined;
    this.#first++;
    this.#size -= datagram.data.length + OVERHEAD;
    // Shifting each would move all others; what has been taken must not be held on to for long either.
    if (this.#first * 2 >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    return datagram;
  }

  /** Counts one that was given up elsewhere. */
  drop(): void {
    this.#dropped++;
  }

  clear(): void {
    this.#waiting = [];
    this.#first = this.#size = 0;
  }
}
