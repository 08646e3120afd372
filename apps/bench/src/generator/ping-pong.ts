import { type Load, SILENCE, silent } from "./load.ts";
import { PATTERN_SIZE } from "./pattern.ts";
import { EPOLLIN, Poller } from "./poller.ts";
import { close, connectTo, loopback, NOTHING, receive, sendAll, shutdownWrite } from "./socket.ts";

/** One message of this many has its bytes compared; all are counted. */
const COMPARED = 16;

/** Each connection sends a message, waits for the whole echo, and sends the next. */
export class PingPong implements Load {
  done = 0;
  readonly #size: number;
  #started = false;
  readonly #poller = new Poller();
  readonly #descriptors: number[] = [];
  readonly #messages: Int32Array;
  readonly #received: Int32Array;

  constructor(port: number, connections: number, size: number) {
    this.#size = size;
    this.#messages = new Int32Array(connections);
    this.#received = new Int32Array(connections);
    const server = loopback(port);
    for (let number = 0; number < connections; number++) {
      const descriptor = connectTo(server);
      this.#descriptors.push(descriptor);
      this.#poller.add(descriptor, EPOLLIN, number);
      // Not all compare the same message, lest the comparisons come together.
      this.#messages[number] = number;
    }
  }

  run(until: number): void {
    if (!this.#started) for (let number = 0; number < this.#descriptors.length; number++) this.#send(number);
    this.#started = true;
    while (performance.now() < until) {
      const ready = this.#poller.wait(SILENCE);
      if (ready === 0) throw silent("a message is not echoed");
      for (let nth = 0; nth < ready; nth++) {
        const number = this.#poller.numberOf(nth);
        if (this.#receive(number)) this.#send(number);
      }
    }
  }

  #send(number: number): void {
    sendAll(this.#descriptors[number] as number, this.#offset(number), this.#size);
  }

  /** Each message is another part of the pattern. */
  #offset(number: number): number {
    return (((this.#messages[number] as number) * 61 + number * 8191) & 0x7_ffff) % (PATTERN_SIZE - this.#size);
  }

  /** True: the whole message is back. */
  #receive(number: number): boolean {
    const received = this.#received[number] as number;
    const compared = (this.#messages[number] as number) % COMPARED === 0;
    const descriptor = this.#descriptors[number] as number;
    const count = receive(descriptor, this.#offset(number) + received, this.#size - received, compared);
    if (count === NOTHING) return false;
    if (count === 0) throw new Error("the server closed in the middle of a ping-pong");
    if (received + count < this.#size) {
      this.#received[number] = received + count;
      return false;
    }
    this.#received[number] = 0;
    (this.#messages[number] as number)++;
    this.done++;
    return true;
  }

  finish(): void {
    let open = this.#descriptors.length;
    const whole = new Set<number>();
    while (open > 0) {
      const ready = this.#poller.wait(SILENCE);
      if (ready === 0) throw silent("the last message, or the end after our FIN");
      for (let nth = 0; nth < ready; nth++) {
        const number = this.#poller.numberOf(nth);
        const descriptor = this.#descriptors[number] as number;
        if (!whole.has(number)) {
          if (!this.#receive(number)) continue;
          whole.add(number);
          shutdownWrite(descriptor);
        } else if (receive(descriptor, 0, 1, false) > 0) {
          throw new Error("the server sent more than it was sent");
        } else {
          this.#poller.remove(descriptor);
          close(descriptor);
          open--;
        }
      }
    }
    this.#poller.close();
  }
}
