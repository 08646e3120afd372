import { type Pointer, ptr } from "bun:ffi";
import { EINTR, errno, failed, libc } from "./libc.ts";

export const EPOLLIN = 1;
export const EPOLLOUT = 4;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;

/** `struct epoll_event` in 32-bit words: packed on x86-64 only, where data follows the mask without a gap (<sys/epoll.h>). */
const words = process.arch === "x64" ? 3 : 4;
const dataWord = process.arch === "x64" ? 1 : 2;
const MOST_EVENTS = 256;

/** epoll(7), level-triggered, with a small number for each descriptor. */
export class Poller {
  readonly #descriptor: number;
  readonly #events: Int32Array = new Int32Array(MOST_EVENTS * words);
  readonly #eventsAt: Pointer = ptr(this.#events);
  readonly #change: Int32Array = new Int32Array(words);

  constructor() {
    this.#descriptor = libc.epoll_create1(0);
    if (this.#descriptor < 0) throw failed("epoll_create1");
  }

  add(descriptor: number, events: number, number: number): void {
    this.#change[0] = events;
    this.#change[dataWord] = number;
    if (libc.epoll_ctl(this.#descriptor, EPOLL_CTL_ADD, descriptor, ptr(this.#change)) < 0) throw failed("epoll_ctl");
  }

  remove(descriptor: number): void {
    libc.epoll_ctl(this.#descriptor, EPOLL_CTL_DEL, descriptor, ptr(this.#change));
  }

  /** How many descriptors are ready; 0 after `timeout` ms. */
  wait(timeout: number): number {
    const count = libc.epoll_wait(this.#descriptor, this.#eventsAt, MOST_EVENTS, timeout);
    if (count >= 0) return count;
    const code = errno();
    if (code === EINTR) return 0;
    throw failed("epoll_wait", code);
  }

  /** The number of the `nth` descriptor that is ready, and what for. */
  numberOf(nth: number): number {
    return this.#events[nth * words + dataWord] ?? 0;
  }

  eventsOf(nth: number): number {
    return this.#events[nth * words] ?? 0;
  }

  close(): void {
    libc.close(this.#descriptor);
  }
}
